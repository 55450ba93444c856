"""Who may print and read what of an event. A clerk's rights sleep until the second step of the sign-in."""

from django.contrib.auth.models import AnonymousUser

from konsey.models import User

Visitor = User | AnonymousUser


def may_print_people(user: Visitor) -> bool:
    """Badges and lists carry personal data out of the portal."""
    return user.has_perms(["etkinlikler.view_attendee", "konsey.export_personal_data"])


def may_read_survey(user: Visitor) -> bool:
    return user.has_perm("etkinlikler.view_surveyanswer")
