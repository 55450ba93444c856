"""The list of those who have a place, to sign at the door."""

from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Attendee, Event
from konsey import numbers, pdf

BLANK_LINES = 8


def signing_list(event: Event, allotment: Allotment | None = None) -> bytes:
    """Return the PDF; of one allotment's people, or of all. An empty one has blank lines only."""
    people = Attendee.objects.coming().filter(event=event).select_related("registration")
    if allotment is not None:
        people = people.filter(allotment=allotment)
    rows = [(person.name, person.registration.organisation_name) for person in people.order_by("name_sort", "pk")]
    return pdf.render(
        "event_list",
        {
            "title": _("Katılım listesi"),
            "facts": _facts(event, allotment, len(rows)),
            "people": [[str(number), name, organisation] for number, (name, organisation) in enumerate(rows, 1)],
            "blank": BLANK_LINES,
            "note": _("Bu liste kişisel veri içerir. Yalnızca görevlilerin elinde bulunur, fotoğrafı çekilmez."),
        },
    )


def _facts(event: Event, allotment: Allotment | None, count: int) -> list[list[str]]:
    facts = [
        [_("Etkinlik"), event.title],
        [_("Zaman"), numbers.span(event.starts_at, event.ends_at)],
        [_("Yer"), event.venue.name],
    ]
    if allotment is not None:
        facts.append([_("Yer payı"), str(allotment.get_kind_display())])
    return [
        *facts,
        [_("Listedeki kişi"), numbers.number(count)],
        [_("Hazırlanma"), numbers.moment(timezone.now())],
    ]
