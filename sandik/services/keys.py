"""The end of the roll's meaning."""

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from sandik.models import Box

audit.name_actions({"roll_key_destroyed": gettext_lazy("Oy kütüğünün anahtarı yok edildi")})


@transaction.atomic
def destroy_roll_key(*, box: Box, by: User) -> None:
    """Make the roll say nothing about persons any more. Cannot be undone; nobody can be found on the roll afterwards.

    The room calls it when nobody can object any longer. What the server still holds of the key (old row versions, WAL,
    backups) is for whoever runs it to destroy: docs/isletme.md. Raises Refused before results are published.
    """
    locked = Box.objects.select_for_update(of=("self",), no_key=True).get(pk=box.pk)
    if locked.sealed_at is None or locked.results_published_at is None:
        raise Refused(_("Kütük anahtarı, sonuçlar yayımlanıp itiraz süresi bitmeden yok edilemez."))
    if locked.roll_nonce is None:
        raise Refused(_("Bu sandığın kütük anahtarı zaten yok edilmiş."))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sandik_box SET roll_nonce = NULL, key_destroyed_at = clock_timestamp() WHERE id = %s", [locked.pk]
        )
    audit.record(by=by, action="roll_key_destroyed", obj=locked)
