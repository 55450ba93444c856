"""What the bodies have to show on the pages of districts and neighbourhoods (`konsey.panels`)."""

from django.utils.translation import gettext as _

from konsey.compiled import Compiled
from konsey.models import District, Neighbourhood
from konsey.panels import Panel
from meclisler.models import Body

SHOWN = 12
_IN_NEIGHBOURHOOD = Compiled(
    lambda place: Body.objects.open().filter(neighbourhood=place).with_places().in_order(), place=int
)
_IN_DISTRICT = Compiled(
    lambda place: Body.objects.open().in_district(place).with_places().in_order()[: SHOWN + 1], place=int
)


def of_neighbourhood(neighbourhood: Neighbourhood) -> Panel | None:
    bodies = _IN_NEIGHBOURHOOD.rows(place=neighbourhood.pk)
    return Panel(_("Bu mahallede çalışanlar"), "meclisler/_panel.html", {"bodies": bodies}) if bodies else None


def of_district(district: District) -> Panel | None:
    bodies = _IN_DISTRICT.rows(place=district.pk)
    if not bodies:
        return None
    more = district if len(bodies) > SHOWN else None
    return Panel(_("Bu ilçede çalışanlar"), "meclisler/_panel.html", {"bodies": bodies[:SHOWN], "more_in": more})
