"""Sign-up, sign-in and second factors: django-allauth's settings (docs/kararlar/0003, 0005)."""

from datetime import timedelta
from urllib.parse import urlsplit

from konsey.environment import Environment

env = Environment()
_relaxed = env.flag("KONSEY_DEMO") or env.flag("KONSEY_TEST") or env.flag("DEBUG")

ACCOUNT_ADAPTER = "konsey.accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "ikinci_ad_soyad"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "konsey.accounts.adapter.display_name"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = None  # the person is asked: many sign in on a computer that is not theirs
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if _relaxed else "https"

# Codes: six digits, ten minutes (ASVS 6.5.5), few tries; slow mail is helped by sending again, not by a longer life.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Changing the address on the code page is only possible for accounts that exist, so offering it would tell which do.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
PASSWORD_MAX_LENGTH = 128
CONFIRMATION_LINK_LIFETIME = timedelta(hours=24)

# Per address of the network generous (a hall full of people shares one), per account strict. Five tries of a six-digit
# code, ten codes a day: a guesser needs centuries, and nobody's mailbox can be flooded.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,3/10m/key,10/d/key",
    "request_login_code": "60/m/ip,3/10m/key,10/d/key",
    "confirm_email": "3/m/key,10/d/key",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# Behind a proxy without this every resident would share one address, and one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)

ACCOUNT_FORMS = {
    "login": "konsey.forms.accounts.LoginForm",
    "signup": "konsey.forms.accounts.SignupForm",
    "request_login_code": "konsey.forms.accounts.RequestLoginCodeForm",
    "confirm_login_code": "konsey.forms.accounts.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "konsey.forms.accounts.ConfirmAddressCodeForm",
    "confirm_password_reset_code": "konsey.forms.accounts.ConfirmResetCodeForm",
    "add_email": "konsey.forms.accounts.ChangeAddressForm",
    "reset_password": "konsey.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "konsey.forms.accounts.NewPasswordForm",
    "change_password": "konsey.forms.accounts.ChangePasswordForm",
    "set_password": "konsey.forms.accounts.SetPasswordForm",
    "reauthenticate": "konsey.forms.accounts.ReauthenticateForm",
}

# --- second factors ---------------------------------------------------------------------------------------------
MFA_ADAPTER = "konsey.accounts.mfa.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute of clock drift; a code still works only once (`spend_totp_code`)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _relaxed
MFA_FORMS = {
    "authenticate": "konsey.forms.factors.AuthenticateForm",
    "reauthenticate": "konsey.forms.factors.ReauthenticateForm",
    "activate_totp": "konsey.forms.factors.ActivateTOTPForm",
    "authenticate_webauthn": "konsey.forms.factors.AuthenticatePasskeyForm",
    "login_webauthn": "konsey.forms.factors.LoginPasskeyForm",
    "reauthenticate_webauthn": "konsey.forms.factors.ReauthenticatePasskeyForm",
    "add_webauthn": "konsey.forms.factors.AddPasskeyForm",
    "edit_webauthn": "konsey.forms.factors.RenamePasskeyForm",
}

# --- sessions ---------------------------------------------------------------------------------------------------
USERSESSIONS_TRACK_ACTIVITY = False  # `SessionLimitsMiddleware` does it, at most once a minute
SESSION_LIFETIME = timedelta(days=14)
STAFF_SESSION_LIFETIME = timedelta(hours=12)
STAFF_SESSION_IDLE = timedelta(minutes=30)

# --- the municipality's own sign-in (OpenID Connect), by settings; without them there is no button -----------------
SOCIALACCOUNT_ADAPTER = "konsey.accounts.social.PortalSocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "konsey.forms.accounts.SocialSignupForm"}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = env.text("OIDC_ISSUER").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_NAME = env.text("OIDC_NAME", "Belediye hesabı")
OIDC_ENABLED = bool(OIDC_ISSUER and OIDC_CLIENT_ID)
OIDC_PROVIDER_ID = "belediye"
# Browsers apply form-action to the redirect that answers the form, too.
OIDC_FORM_ACTION = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ENABLED else []
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER_ID,
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ENABLED
        else [],
    }
}
