"""The test client that knows the second step."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as METHODS_USER,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from konsey.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every clerk's application


class PortalClient(Client):
    """``force_login`` of a clerk is one with the second step done; ``second_factor=False`` stops before it."""

    def force_login(self, user: User, backend: str | None = None, *, second_factor: bool | None = None) -> None:
        super().force_login(user, backend)
        session = self.session
        records: list[dict[str, Any]] = [{"method": "password", "at": time.time(), "email": user.email}]
        if user.is_staff if second_factor is None else second_factor:
            app = (
                Authenticator.objects.filter(user=user, type="totp").first()
                or totp.TOTP.activate(user, SECRET).instance
            )
            records.append({"method": "mfa", "at": time.time(), "type": "totp", "id": app.pk})
        session[METHODS], session[METHODS_USER] = records, user_id_to_str(user)
        session.save()
        UserSession.objects.update_or_create(
            session_key=session.session_key, defaults={"user": user, "ip": "127.0.0.1", "user_agent": "pytest"}
        )
