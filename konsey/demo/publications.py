"""Pages, news, documents and questions of the demo. What is invented says "(örnek)" in its title."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from konsey import pdf
from konsey.demo import pictures, texts
from konsey.models import Document, FaqCategory, FaqEntry, NewsItem, NewsPicture, Organisation, Page, User
from konsey.services import publications as services

Kind = Document.Kind
LONG_AGO = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)

# Each page with the pages below it.
PAGES = {
    "kent-konseyi-nedir": ("misyon", "vizyon", "katilim-araclari", "is-birligi-bicimleri"),
    "yasal-dayanak": ("yonerge", "gorusun-yolu"),
    "organlar": ("genel-kurul", "yurutme-kurulu", "baskan-ve-sekretarya", "meclisler-ve-calisma-gruplari"),
    "bizizmir-hareketi": (
        "mahalle-meclisleri",
        "katilimci-butce",
        "katilimci-karar-alma",
        "toplum-katilimina-alan-acma",
    ),
    "kent-konseyleri-agi": (),
}


@dataclass(frozen=True)
class News:
    slug: str
    published_at: datetime | None
    organisations: tuple[str, ...] = ()
    motif: str = ""


PARTNERS = (
    "İzmir Demokrasi Platformu",
    "İzmir Kadın Kuruluşları Birliği",
    "Tülay Aktaş Gönüllü Kuruluşlar Güç Birliği",
    "Kadın Cinayetlerini Durduracağız Platformu",
    "Engelsiz Yaşam Hakkı Ağı",
    "365 Gün Engelliyiz Platformu",
    "Afalina Hayvan Hakları Topluluğu",
    "Öğrenci Kolektifleri",
)
NEWS = (
    News("genel-kurul-baskanini-secti", datetime(2025, 2, 28, 9, 0, tzinfo=UTC)),
    News("yerel-demokrasi-ve-sivil-toplum-paneli", datetime(2026, 1, 21, 8, 0, tzinfo=UTC), PARTNERS, "seats"),
    News(
        "manisa-fed-ziyareti",
        datetime(2026, 1, 30, 14, 30, tzinfo=UTC),
        ("Manisalı Dernekler Federasyonu",),
        "bridge",
    ),
    News("yerel-demokrasi-ve-sivil-toplum-calistayi", datetime(2026, 2, 8, 8, 0, tzinfo=UTC), PARTNERS, "tables"),
    News("portal-deneme-yayininda", datetime(2026, 3, 2, 7, 0, tzinfo=UTC)),
    News("taslak-haber", None),
)
SCHEDULED = News("zamanlanmis-haber", None)


@dataclass(frozen=True)
class Paper:
    slug: str
    kind: Document.Kind
    document_date: date
    issued_by: str
    number: str = ""
    file: dict[str, object] | None = None


MANDATE_PAPER = {
    "title": "Görevlendirme yazısı",
    "note": "Örnek metindir. Kurumunuzun antetli kâğıdına uyarlayınız.",
    "facts": [
        ["Kurum", "……………………………………"],
        ["Tarih ve sayı", "……………………………………"],
        ["Konu", "Kent konseyinde temsil"],
    ],
    "paragraphs": [
        "İzmir Kent Konseyi Genel Sekreterliğine",
        "Kurumumuzu kent konseyi çalışmalarında temsil etmek üzere, kurumumuzda …………… görevini yürüten "
        "…………………… görevlendirilmiştir.",
        "Görevlendirme …/…/…… tarihinde başlar ve …/…/…… tarihinde sona erer.",
        "Bilgilerinize sunarız.",
        "Yetkililerin adı, soyadı, görevi ve imzası: …………………… …………………… (mühür)",
    ],
}
REPORT_PAPER = {
    "title": "2025 yılı faaliyet raporu",
    "note": "Örnek belgedir; gerçek veri içermez.",
    "facts": [["Dönem", "1 Ocak – 31 Aralık 2025"], ["Hazırlayan", "Sekretarya (örnek)"]],
    "paragraphs": [
        "Bu belge, arşivdeki bir raporun nasıl görüneceğini göstermek için hazırlanmıştır.",
        "Raporun bu bölümünde toplantılar, meclislerin ve çalışma gruplarının çalışmaları ve belediye meclisine "
        "sunulan görüşlerin sonucu yer alır.",
    ],
}
PAPERS = (
    Paper(
        "kent-konseyleri-agi-hazirlik-toplantisi-gaziantep-2010",
        Kind.DECLARATION,
        date(2010, 11, 24),
        "Kent Konseyleri İletişim ve İşbirliği Ağı Çalışma Grubu",
    ),
    Paper("kent-konseyleri-mevzuat-listesi", Kind.LEGISLATION, date(2026, 1, 5), "Sekretarya"),
    Paper("gorevlendirme-yazisi-ornegi", Kind.FORM, date(2026, 1, 5), "Sekretarya", file=MANDATE_PAPER),
    Paper("faaliyet-raporu-2025-ornek", Kind.ACTIVITY_REPORT, date(2026, 1, 31), "Sekretarya", file=REPORT_PAPER),
    Paper("yurutme-kurulu-karari-2026-004-ornek", Kind.DECISION, date(2026, 2, 18), "Yürütme Kurulu", "2026/004"),
)


@transaction.atomic
def load(now: datetime) -> None:
    """Store what is not there yet; edited and moved items stay as they are."""
    editor = User.objects.filter(email="editor@demo.example").first()
    _load_pages(editor)
    for news in (*NEWS, replace(SCHEDULED, published_at=now + timedelta(days=14))):
        _load_news(editor, news)
    for paper in PAPERS:
        _load_paper(editor, paper)
    _load_questions()


def _load_pages(editor: User | None) -> None:
    for place, (slug, below) in enumerate(PAGES.items(), 1):
        parent = _page(editor, slug, None, place)
        for position, child in enumerate(below, 1):
            _page(editor, child, parent, position)


def _page(editor: User | None, slug: str, parent: Page | None, position: int) -> Page | None:
    stored = Page.objects.filter(slug=slug).first()
    if stored or Page.objects.once_at(slug).exists():
        return stored
    text = texts.read(f"pages/{slug}")
    return services.save_publication(
        by=editor,
        item=Page(slug=slug, parent=parent, position=position, published_at=LONG_AGO, **vars(text)),
    )


def _load_news(editor: User | None, news: News) -> None:
    if NewsItem.objects.filter(slug=news.slug).exists() or NewsItem.objects.once_at(news.slug).exists():
        return
    text = texts.read(f"news/{news.slug}")
    item = services.save_publication(
        by=editor, item=NewsItem(slug=news.slug, published_at=news.published_at, **vars(text))
    )
    item.organisations.set(Organisation.objects.filter(name__in=news.organisations))
    if news.motif:
        picture = NewsPicture(news_item=item, alt=pictures.MOTIFS[news.motif], credit="Portal için çizildi")
        content = pictures.drawn(news.motif, list(pictures.MOTIFS).index(news.motif))
        services.add_picture(by=editor, picture=picture, content=content)


def _load_paper(editor: User | None, paper: Paper) -> None:
    if Document.objects.filter(slug=paper.slug).exists() or Document.objects.once_at(paper.slug).exists():
        return
    document = Document(
        slug=paper.slug,
        kind=paper.kind,
        document_date=paper.document_date,
        issued_by=paper.issued_by,
        number=paper.number,
        published_at=LONG_AGO,
        **vars(texts.read(f"documents/{paper.slug}")),
    )
    if paper.file:
        document.file = ContentFile(pdf.render("demo_paper", paper.file), "belge.pdf")
    services.save_publication(by=editor, item=document)


def _load_questions() -> None:
    for place, (heading, entries) in enumerate(texts.questions("sorular"), 1):
        category, _new = FaqCategory.objects.get_or_create(name=heading, defaults={"position": place})
        for position, (question, answer) in enumerate(entries, 1):
            FaqEntry.objects.get_or_create(
                question=question,
                defaults={
                    "category": category,
                    "answer": answer,
                    "position": position,
                    "published_at": LONG_AGO,
                },
            )
