"""What the bodies have to show on the pages of districts and neighbourhoods (`konsey.panels`)."""

from django.utils.translation import gettext as _

from konsey.models import District, Neighbourhood
from konsey.panels import Panel
from meclisler.models import Body

SHOWN = 12


def of_neighbourhood(neighbourhood: Neighbourhood) -> Panel | None:
    bodies = list(Body.objects.open().filter(neighbourhood=neighbourhood).with_places().in_order())
    return Panel(_("Bu mahallede çalışanlar"), "meclisler/_panel.html", {"bodies": bodies}) if bodies else None


def of_district(district: District) -> Panel | None:
    bodies = list(Body.objects.open().in_district(district).with_places().in_order()[: SHOWN + 1])
    if not bodies:
        return None
    more = district if len(bodies) > SHOWN else None
    return Panel(_("Bu ilçede çalışanlar"), "meclisler/_panel.html", {"bodies": bodies[:SHOWN], "more_in": more})
