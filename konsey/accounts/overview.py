"""What the person's own page shows: who I am here, how I sign in, what I may do."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import consents, ladder, navigation, roles
from konsey.models import Consent, Representation, User
from konsey.rules import accounts as rules


def trail() -> list[tuple[str, str]]:
    return [(_("Hesabım"), reverse("my_account"))]


def of(request: HttpRequest) -> dict[str, object]:
    user = request.user
    assert isinstance(user, User)
    now = timezone.now()
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    groups = set(user.groups.values_list("name", flat=True)) if user.is_staff else set()
    given = set(Consent.objects.filter(user=user, revoked_at=None).values_list("purpose", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "session_count": UserSession.objects.filter(user=user).count(),
        "must_set_up": user.is_staff and not set(kinds) & set(rules.SECOND_FACTORS),
        "ladder": ladder.of(user, now),
        "representations": Representation.objects.current(timezone.localdate(now))
        .filter(person=user)
        .select_related("organisation"),
        "roles": [role for role in roles.ROLES.values() if role.group in groups],
        "wishes": [purpose.label for purpose in consents.PURPOSES.values() if purpose.name in given],
        "own_links": navigation.own_links(),
        "oidc_enabled": settings.OIDC_ENABLED,
        "oidc_name": settings.OIDC_NAME,
    }
