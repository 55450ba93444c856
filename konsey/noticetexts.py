"""The information texts the portal comes with: a first version of each, so that no form collects data without one.

The controller's lawyer reviews them and publishes the next version in the clerks' desk; nothing here overwrites that.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from konsey import noticekinds
from konsey.models import PrivacyNotice

FOLDER = Path(__file__).parent / "notices"
# A demo comes with a past: cycles that are closed, requests that were answered. Its texts have to be older than that.
DEMO_PAST = timedelta(days=3 * 365)


def load(model: type[PrivacyNotice], *, now: datetime) -> int:
    """Store version 1 of each kind that has none yet, the council's name filled in. Returns how many were new.

    ``model`` is given because a migration calls this with the table as it was then.
    """
    present = set(model.objects.values_list("kind", flat=True))
    missing = [kind for kind in noticekinds.KINDS if kind not in present and (FOLDER / f"{kind}.md").exists()]
    since = now - DEMO_PAST if settings.RELAXED else now
    return len(model.objects.bulk_create([model(valid_from=since, **first_version(kind)) for kind in missing]))


def first_version(kind: str) -> dict[str, object]:
    """Return the fields of a kind's first version. A file holds title, summary and text, parted by blank lines."""
    source = (FOLDER / f"{kind}.md").read_text(encoding="utf-8")
    filled = source.format(
        council=settings.COUNCIL_NAME, controller=settings.COUNCIL_CONTROLLER, email=settings.COUNCIL_EMAIL
    )
    title, summary, text = filled.split("\n\n", 2)
    return {"kind": kind, "version": 1, "title": title, "summary": summary, "text": text.strip()}
