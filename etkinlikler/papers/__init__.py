"""What is printed for an event: badges, the list to sign, the programme leaflet, certificates of attendance."""

from etkinlikler.papers.badges import badges
from etkinlikler.papers.certificates import certificate_sheet, certificate_sheets
from etkinlikler.papers.lists import signing_list
from etkinlikler.papers.programme import leaflet

__all__ = ["badges", "certificate_sheet", "certificate_sheets", "leaflet", "signing_list"]
