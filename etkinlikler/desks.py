"""The events room's groups in the menu of the clerks' desk."""

from django.utils.translation import gettext_lazy as _

from konsey.desks import Desk

EVENTS = Desk("events", _("Etkinlikler"), 54)
PARKS = Desk("parks", _("Yaşayan Parklar"), 56)
