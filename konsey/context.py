"""What every page knows: the council's name and contact, the menus, and whether this is a demo."""

from django.conf import settings
from django.http import HttpRequest

from konsey import colours, navigation


def council() -> dict[str, object]:
    """The council's face, from settings alone (also for pages that are shown while the database is away)."""
    return {
        "name": settings.COUNCIL_NAME,
        "city": settings.COUNCIL_CITY,
        "controller": settings.COUNCIL_CONTROLLER,
        "email": settings.COUNCIL_EMAIL,
        "phone": settings.COUNCIL_PHONE,
        "address": settings.COUNCIL_ADDRESS,
        "colours": bool(settings.COUNCIL_COLOURS),
        "ground": colours.light(settings.COUNCIL_COLOURS, "sea-deep"),
    }


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "council": council(),
        "is_demo": settings.DEMO,
        "main_menu": navigation.main_menu(request),
        "foot_links": navigation.foot_links(),
        "is_multilingual": len(settings.LANGUAGES) > 1,
    }
