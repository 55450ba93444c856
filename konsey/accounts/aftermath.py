"""What follows when somebody's way of signing in changed: whoever is signed in elsewhere has to sign in anew."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from konsey.models import User
from konsey.rules import accounts as rules
from konsey.services import accounts as services


def end_other_sessions(request: HttpRequest, user: User) -> None:
    own = request.session.session_key if request.user == user else None
    if services.end_sessions(user=user, keep=own):
        messages.info(request, _("Diğer cihazlardaki oturumlarınız kapatıldı."))


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """Setting a second step up proves that one has it: the session counts as having passed it."""
    if authenticator.type in rules.SECOND_FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        end_other_sessions(request, user)
