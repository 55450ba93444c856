"""The rules of a cycle in words: who votes, how the ballot is filled in, how the winners are found."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Cycle, Envelope
from konsey import numbers
from sandik.models import Paper

Rule, Completion, Kind = Cycle.Rule, Cycle.Completion, Paper.Kind

RULES = {
    Rule.GREEDY_VOTES: gettext_lazy(
        "Projeler aldıkları oya göre sıralanır. En çok oy alandan başlanır; payda kalan para projenin bedeline "
        "yetiyorsa proje kazanır, yetmiyorsa atlanır ve sıradaki projeye bakılır."
    ),
    Rule.GREEDY_PER_COST: gettext_lazy(
        "Her projenin oyu bedeline bölünür. Lira başına en çok oy alandan başlanır; payda kalan para projenin bedeline "
        "yetiyorsa proje kazanır, yetmiyorsa atlanır ve sıradaki projeye bakılır."
    ),
    Rule.SHARES_COST: gettext_lazy(
        "Paydaki para oy kullananlara eşit bölünür; herkesin payı yalnızca seçtiği projelere harcanır. Bir proje, onu "
        "seçenler bedelini birlikte karşılayabiliyorsa kazanır ve bedeli onların paylarından olabildiğince eşit "
        "düşülür. Her adımda, bedelini en çok kişinin paylaşabildiği projeden başlanır."
    ),
    Rule.SHARES_CARDINALITY: gettext_lazy(
        "Paydaki para oy kullananlara eşit bölünür; herkesin payı yalnızca seçtiği projelere harcanır. Bir proje, onu "
        "seçenler bedelini birlikte karşılayabiliyorsa kazanır ve bedeli onların paylarından olabildiğince eşit "
        "düşülür. Her adımda, kişi başına en az ödemeyle yapılabilecek projeden başlanır."
    ),
}
COMPLETIONS = {
    Completion.NONE: gettext_lazy("Artan para sonraki döneme kalır."),
    Completion.FILL: gettext_lazy("Artan parayla, en çok oy alandan başlanarak bedeli yeten projeler yapılır."),
    Completion.GROW: gettext_lazy(
        "Kişi başına pay adım adım büyütülüp sayım yinelenir; kazananlar bütçeyi aşacak olursa bir önceki sonuç "
        "geçerlidir. Hiçbir projeye yetecek para kalmayınca durulur."
    ),
    Completion.GROW_FILL: gettext_lazy(
        "Kişi başına pay adım adım büyütülüp sayım yinelenir; kazananlar bütçeyi aşacak olursa bir önceki sonuç "
        "geçerlidir. Yine de para artarsa en çok oy alandan başlanarak bedeli yeten projeler yapılır."
    ),
    Completion.GROW_FULL: gettext_lazy(
        "Kişi başına pay, kazananlar bütçeyi aşana dek adım adım büyütülür; aşmadan önceki son sonuç geçerlidir."
    ),
}


@cache
def published_rules() -> str:
    """Return the full text of the counting rules (Markdown), without its title."""
    return (settings.BASE_DIR / "docs" / "sayim.md").read_text(encoding="utf-8").partition("\n")[2]


def counting(envelope: Envelope, cycle: Cycle) -> list[str]:
    """Say how the winners of an envelope are found."""
    rule = Rule(envelope.rule or cycle.rule)
    said = [str(RULES[rule])]
    if rule in {Rule.SHARES_COST, Rule.SHARES_CARDINALITY}:
        said.append(str(COMPLETIONS[Completion(cycle.completion)]))
    else:
        said.append(str(COMPLETIONS[Completion.NONE]))
    if envelope.minimum_votes:
        said.append(_("%(votes)s oydan az alan proje kazanamaz.") % {"votes": numbers.number(envelope.minimum_votes)})
    return said


def ballot(envelope: Envelope) -> str:
    """Say how the ballot is filled in, with its limits."""
    most = {"most": numbers.number(envelope.max_choices or 0)}
    if envelope.ballot_kind == Kind.KNAPSACK:
        return _("Bedellerinin toplamı paydaki parayı aşmayacak biçimde, istediğiniz projeleri seçersiniz.")
    if envelope.ballot_kind == Kind.POINTS:
        return _("%(total)s puanı projelere dağıtırsınız; bir projeye en çok %(each)s puan verebilirsiniz.") % {
            "total": numbers.number(envelope.points_total or 0),
            "each": numbers.number(envelope.points_per_project or 0),
        }
    if envelope.ballot_kind == Kind.RANKING:
        return _("En çok %(most)s projeyi, en çok istediğinizden başlayarak sıralarsınız.") % most
    return _("En çok %(most)s proje seçersiniz; sıraları önemli değildir.") % most


def electorate(envelope: Envelope, cycle: Cycle) -> str:
    """Say who may vote for an envelope."""
    age = {"age": cycle.voting_age, "year": cycle.age_on.year, "place": place(envelope)}
    if envelope.electorate == Envelope.Electorate.ANY_RESIDENT:
        return _("%(year)s yılında %(age)s yaşını dolduran, ikametini doğrulamış her İzmirli.") % age
    return _("%(place)s sakini olduğunu doğrulamış, %(year)s yılında %(age)s yaşını dolduran herkes.") % age


def place(envelope: Envelope) -> str:
    if envelope.neighbourhood:
        return f"{envelope.neighbourhood.name}, {envelope.neighbourhood.district.name}"
    if envelope.district:
        return envelope.district.name
    return envelope.category.name if envelope.category else _("Bütün kent")


def participation(cycle: Cycle) -> Sequence[str]:
    """Say who takes part at all."""
    said = [
        _("%(year)s yılında %(age)s yaşını dolduran herkes fikir verebilir.")
        % {"age": cycle.proposing_age, "year": cycle.age_on.year},
        _("Oy kullanmak için %(year)s yılında %(age)s yaşını doldurmuş ve ikametini doğrulamış olmak gerekir.")
        % {"age": cycle.voting_age, "year": cycle.age_on.year},
    ]
    if cycle.admits_codes:
        said.append(_("Kayıttan doğrulanamayanlar tek kullanımlık kodla oy kullanabilir."))
    said.append(
        _(
            "Fikri uygun bulunmayan kişi, kararın kendisine bildirilmesinden başlayarak %(days)s gün içinde itiraz "
            "edebilir."
        )
        % {"days": cycle.objection_days}
    )
    return said


def ties(cycle: Cycle) -> Sequence[str]:
    """Say how ties are broken, with the published seed."""
    said = [_("Eşitlikte bedeli düşük olan proje önce gelir; bedeller de eşitse kura numarası küçük olan.")]
    if cycle.tie_seed:
        said.append(
            _(
                "Kura tohumu “%(seed)s” olarak önceden belirlendi. Proje numaraları, “tohum|numara” metninin SHA-256 "
                "özetine göre sıralanır; kura numarası bu sıradaki yeridir. Herkes aynı hesabı yapabilir."
            )
            % {"seed": cycle.tie_seed}
        )
    else:
        said.append(_("Kura tohumu oylama açılmadan önce burada yayımlanır."))
    return said
