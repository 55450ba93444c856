"""Who lets people in at one event: chosen by the address of their account, without a look at the list of people."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, EventSteward
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"event.steward_added": gettext_lazy("Etkinliğe kapı görevlisi eklendi")})


@transaction.atomic
def add_steward(*, event: Event, address: str, by: User) -> EventSteward:
    """``address`` in its normal form. Raises Refused without an open account, or for a steward."""
    user = User.objects.filter(email=address, is_active=True).first()
    if user is None:
        raise Refused(_("Bu adresle açık bir hesap yok. Görevlinin önce portalda hesap açması gerekir."))
    steward, is_new = EventSteward.objects.get_or_create(event=event, user=user)
    if not is_new:
        raise Refused(_("Bu kişi kapı görevlileri arasında var."))
    audit.record(by=by, action="event.steward_added", obj=event, after={"user": user.pk})
    return steward
