"""Entrance pages are for who is not in yet; a person's own pages for that person, dangerous ones after the password.

A half-done sign-in has its state in the session, so the pages in the middle lead back to the start here.
"""

from allauth.mfa.models import Authenticator

from konsey.models import User
from tests.access.table import Row
from tests.factories.konsey import UserFactory


def _key() -> tuple[object, ...]:
    return (Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "Telefon"}).pk,)


def _owner_of_key() -> User:
    return Authenticator.objects.latest("pk").user


ENTRANCE = {"visitor": 200, "resident": 302, "clerk": 302}
MIDDLE = {"visitor": "login", "resident": 302, "clerk": 302}
OWN = {"visitor": "login", "resident": 200, "clerk": 200}
# The password is asked first: leads to /hesabim/dogrula/.
GUARDED = {"visitor": "login", "resident": 302, "clerk": 302}

ACCESS = {
    "account_signup": Row(**ENTRANCE),
    "account_login": Row(**ENTRANCE),
    "account_request_login_code": Row(**ENTRANCE),
    "account_reset_password": Row(visitor=200, resident=200, clerk=200),
    "account_password_reset_completed": Row(visitor=200, resident=200, clerk=200),
    "account_inactive": Row(visitor=200, resident=200, clerk=200),
    "account_logout": Row(visitor=302, resident=200, clerk=200),
    "account_confirm_by_link": Row(args=("x",), visitor=410, resident=410, clerk=410),
    "account_email_verification_sent": Row(**MIDDLE),
    "account_confirm_login_code": Row(**MIDDLE),
    "account_confirm_password_reset_code": Row(visitor="login", resident="login", clerk="login"),
    "account_complete_password_reset": Row(visitor=302, resident=302, clerk=302),
    "mfa_authenticate": Row(**MIDDLE),
    "mfa_login_webauthn": Row(**MIDDLE),
    "openid_connect_login": Row(args=("belediye",), visitor=404, resident=404, clerk=404),
    "openid_connect_callback": Row(args=("belediye",), visitor=404, resident=404, clerk=404),
    "socialaccount_signup": Row(visitor="login", resident="login", clerk="login"),
    "socialaccount_login_cancelled": Row(visitor=200, resident=200, clerk=200),
    "socialaccount_login_error": Row(visitor=401, resident=401, clerk=401),
    "socialaccount_connections": Row(**OWN),
    "my_account": Row(**OWN),
    "my_profile": Row(**OWN),
    "my_notifications": Row(**OWN),
    "usersessions_list": Row(**OWN),
    "account_email": Row(**OWN),
    "account_change_password": Row(**OWN),
    "account_set_password": Row(visitor="login", resident=302, clerk=302),
    "account_reauthenticate": Row(**OWN),
    # Only for who has a second step, as every clerk here does.
    "mfa_reauthenticate": Row(visitor="login", resident=302, clerk=200),
    "mfa_reauthenticate_webauthn": Row(visitor="login", resident=302, clerk=302),
    "mfa_index": Row(**OWN),
    "mfa_activate_totp": Row(**GUARDED),
    "mfa_deactivate_totp": Row(visitor="login", resident=404, clerk=302),
    "mfa_view_recovery_codes": Row(visitor="login", resident=404, clerk=404),
    "mfa_generate_recovery_codes": Row(**GUARDED),
    "mfa_download_recovery_codes": Row(visitor="login", resident=404, clerk=404),
    "mfa_list_webauthn": Row(**OWN),
    "mfa_add_webauthn": Row(**GUARDED),
    "mfa_edit_webauthn": Row(args=_key, owner=302, owner_user=_owner_of_key, **GUARDED),
    "mfa_remove_webauthn": Row(args=_key, owner=302, owner_user=_owner_of_key, **GUARDED),
    "demo_logins": Row(visitor=200, resident=200, clerk=200),
}
