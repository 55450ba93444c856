"""Making and withdrawing batches of one-time codes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from konsey import audit, onetimecode
from konsey.errors import Refused
from konsey.models import CodeBatch, Neighbourhood, OneTimeCode, User
from konsey.rules import identity as rules

audit.name_actions(
    {
        "identity.codes_issued": gettext_lazy("Kod dizisi hazırlandı"),
        "identity.codes_cancelled": gettext_lazy("Kod dizisi iptal edildi"),
    }
)


@transaction.atomic
def issue_codes(
    *, by: User, neighbourhood: Neighbourhood, purpose: str, size: int, expires_at: datetime, now: datetime
) -> tuple[CodeBatch, list[str]]:
    """Return the batch and its codes as printed. The caller puts them on paper; they are kept nowhere."""
    batch = CodeBatch.objects.create(
        neighbourhood=neighbourhood, purpose=purpose, size=size, created_by=by, created_at=now, expires_at=expires_at
    )
    codes = [onetimecode.generate() for _number in range(size)]
    OneTimeCode.objects.bulk_create(
        OneTimeCode(batch=batch, number=number, code_hmac=onetimecode.digest(code))
        for number, code in enumerate(codes, 1)
    )
    audit.record(
        by=by,
        action="identity.codes_issued",
        obj=batch,
        after={"neighbourhood": neighbourhood.pk, "size": size, "expires_at": expires_at},
    )
    return batch, [onetimecode.printed(code) for code in codes]


@transaction.atomic
def cancel_codes(*, by: User, batch: CodeBatch, reason: str, now: datetime) -> CodeBatch:
    """Make the unused codes of a batch worthless: a lost sheet, a wrong envelope. Raises Refused."""
    row = CodeBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if refusal := rules.why_not_cancel_batch(row):
        raise Refused(refusal)
    row.cancelled_at, row.cancelled_by = now, by
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    audit.record(by=by, action="identity.codes_cancelled", obj=row, after={"cancelled_at": now}, reason=reason)
    return row
