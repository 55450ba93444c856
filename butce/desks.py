"""The budget's group in the menu of the clerks' desk."""

from django.utils.translation import gettext_lazy as _

from konsey.desks import Desk

BUDGET = Desk("budget", _("Katılımcı bütçe"), 50)
