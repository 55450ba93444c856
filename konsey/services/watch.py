"""How the portal is: what the probes and the staff's page tell. Measuring never raises and never waits long."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from konsey import numbers
from konsey.models import ScheduledJob
from konsey.services import outbox

HEARTBEAT = "konsey.heartbeat"
HEARTBEAT_LATE = timedelta(minutes=3)
MAIL_LATE = timedelta(minutes=10)
DISK_LOW = 1_000_000_000
REDIS_SECONDS = 1


@dataclass(frozen=True)
class Sign:
    """One thing measured. ``name`` is for machines, the rest for people."""

    name: str
    label: str
    is_well: bool
    sentence: str


def note_heartbeat(*, now: datetime) -> None:
    """The worker is alive, and whatever sent it the task is too."""
    values = {"started_at": now, "finished_at": now, "error": ""}
    ScheduledJob.objects.update_or_create(name=HEARTBEAT, defaults=values)


def last_heartbeat() -> datetime | None:
    """When the worker last answered, None if never or if the database does not say."""
    try:
        return ScheduledJob.objects.filter(name=HEARTBEAT).values_list("finished_at", flat=True).first()
    except DatabaseError:
        return None


def essential_signs() -> list[Sign]:
    """Without these no page can be shown."""
    return [
        _from_database("database", _("Veri tabanı"), _database),
        _from_database("schema", _("Veri tabanı yapısı"), _schema),
    ]


def all_signs() -> list[Sign]:
    return [
        *essential_signs(),
        _redis(),
        _from_database("worker", _("Görev işçisi ve zamanlayıcı"), _worker),
        _from_database("jobs", _("Zamanlanmış işler"), _jobs),
        _from_database("mail", _("Giden mektuplar"), _mail),
        _disk(),
    ]


def _from_database(name: str, label: str, measure: Callable[[], tuple[bool, str]]) -> Sign:
    try:
        is_well, sentence = measure()
    except DatabaseError:
        is_well, sentence = False, _("Veri tabanı yanıt vermiyor.")
    return Sign(name, label, is_well, sentence)


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return True, _("Yanıt veriyor. PostgreSQL %(version)s, boyut: %(size)s.") % {
        "version": version,
        "size": _megabytes(size),
    }


def _schema() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return True, _("Güncel; bekleyen değişiklik yok.")
    return False, ngettext(
        "Uygulanmayı bekleyen %(count)d değişiklik var.", "Uygulanmayı bekleyen %(count)d değişiklik var.", len(waiting)
    ) % {"count": len(waiting)}


def _worker() -> tuple[bool, str]:
    seen = ScheduledJob.objects.filter(name=HEARTBEAT).values_list("finished_at", flat=True).first()
    if seen is None:
        return False, _("Henüz hiç görülmedi.")
    sentence = _("Son görülme: %(moment)s (%(age)s önce).") % {"moment": numbers.moment(seen), "age": _age(seen)}
    return timezone.now() - seen <= HEARTBEAT_LATE, sentence


def _jobs() -> tuple[bool, str]:
    failed = ScheduledJob.objects.exclude(error="").order_by("name").values_list("name", flat=True)
    if not failed:
        return True, _("Hiçbiri son çalışmasında hata vermedi.")
    return False, _("Son çalışmasında hata veren: %(names)s.") % {"names": ", ".join(failed)}


def _mail() -> tuple[bool, str]:
    found = outbox.status(timezone.now())
    oldest = found.oldest_due_at
    sentences = [_("Sırada %(waiting)s, gönderilemeyen %(failed)s, belirsiz %(unsure)s mektup.") % vars(found)]
    if oldest:
        sentences.append(_("En eskisi şu kadar süredir bekliyor: %(age)s.") % {"age": _age(oldest)})
    if found.paused_until:
        sentences.append(
            _("Gönderim %(moment)s zamanına kadar durduruldu: %(reason)s")
            % {"moment": numbers.moment(found.paused_until), "reason": found.pause_reason}
        )
    return not oldest or timezone.now() - oldest <= MAIL_LATE, " ".join(sentences)


def _redis() -> Sign:
    label = _("Kuyruk ve önbellek (Redis)")
    client = redis.Redis.from_url(
        settings.REDIS_CACHE_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    try:
        found = client.info("memory")
    except redis.RedisError:
        return Sign("redis", label, is_well=False, sentence=_("Yanıt vermiyor; sayfalar açılır, görevler bekler."))
    finally:
        client.close()
    sentence = _("Yanıt veriyor. Kullandığı bellek: %(size)s.") % {"size": _megabytes(found["used_memory"])}
    return Sign("redis", label, is_well=True, sentence=sentence)


def _disk() -> Sign:
    """Where uploaded files go; a full disk also stops a database on the same one."""
    place = next(path for path in (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents) if path.exists())
    free = shutil.disk_usage(place).free
    size = _("%(size)s GB") % {"size": numbers.number(round(free / 1_000_000_000, 1))}
    sentence = _("Dosyalar için boş yer: %(size)s.") % {"size": size}
    return Sign("disk", _("Disk"), is_well=free >= DISK_LOW, sentence=sentence)


def _age(since: datetime) -> str:
    """``timesince`` knows nothing below a minute."""
    seconds = int((timezone.now() - since).total_seconds())
    if seconds >= 60:
        return timesince(since)
    return ngettext("%(count)d saniye", "%(count)d saniye", seconds) % {"count": seconds}


def _megabytes(size: int) -> str:
    return _("%(size)s MB") % {"size": numbers.number(size // 1_000_000)}
