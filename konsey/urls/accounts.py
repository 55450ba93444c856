"""Addresses: sign-up, sign-in, second steps, the person's own pages.

django-allauth's views under the portal's own Turkish addresses, with the names django-allauth itself looks up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _

from konsey.views import accounts
from konsey.views import factors as views_factors

entrance = [
    path("kayit/", account.signup, name="account_signup"),
    path("kayit/onay/", account.email_verification_sent, name="account_email_verification_sent"),
    path("kayit/onay/<str:key>/", accounts.confirm_by_link, name="account_confirm_by_link"),
    path("giris/", account.login, name="account_login"),
    path("giris/kod/", account.request_login_code, name="account_request_login_code"),
    path("giris/kod/onay/", account.confirm_login_code, name="account_confirm_login_code"),
    path("giris/ikinci-adim/", mfa.authenticate, name="mfa_authenticate"),
    path("giris/anahtar/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("giris/kurum/kayit/", social.signup, name="socialaccount_signup"),
    path("giris/kurum/vazgecildi/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("giris/kurum/hata/", login_not_required(social.login_error), name="socialaccount_login_error"),
    path("giris/kurum/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("giris/kurum/<slug:provider_id>/donus/", oidc.callback, name="openid_connect_callback"),
    path("giris/kapali/", account.account_inactive, name="account_inactive"),
    path("cikis/", account.logout, name="account_logout"),
    path("parola/yenile/", account.password_reset, name="account_reset_password"),
    path("parola/yenile/kod/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("parola/yenile/yeni/", account.complete_password_reset, name="account_complete_password_reset"),
    path("parola/yenile/tamam/", account.password_reset_from_key_done, name="account_password_reset_completed"),
]

# What is below the person's own page says so in its breadcrumb.
trail = {"trail": [(_("Hesabım"), reverse_lazy("my_account"))]}
factor_trail = {"trail": [*trail["trail"], (_("İkinci adım"), reverse_lazy("mfa_index"))]}

factors = [
    path("", mfa.IndexView.as_view(extra_context=trail), name="mfa_index"),
    path("uygulama/", totp.ActivateTOTPView.as_view(extra_context=factor_trail), name="mfa_activate_totp"),
    path("uygulama/kaldir/", totp.DeactivateTOTPView.as_view(extra_context=factor_trail), name="mfa_deactivate_totp"),
    path(
        "yedek-kodlar/",
        recovery_codes.ViewRecoveryCodesView.as_view(extra_context=factor_trail),
        name="mfa_view_recovery_codes",
    ),
    path(
        "yedek-kodlar/yeni/",
        recovery_codes.GenerateRecoveryCodesView.as_view(extra_context=factor_trail),
        name="mfa_generate_recovery_codes",
    ),
    path("yedek-kodlar/dosya/", views_factors.RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"),
    path("anahtarlar/", webauthn.ListWebAuthnView.as_view(extra_context=factor_trail), name="mfa_list_webauthn"),
    path("anahtarlar/yeni/", webauthn.AddWebAuthnView.as_view(extra_context=factor_trail), name="mfa_add_webauthn"),
    path(
        "anahtarlar/<int:pk>/", webauthn.EditWebAuthnView.as_view(extra_context=factor_trail), name="mfa_edit_webauthn"
    ),
    path(
        "anahtarlar/<int:pk>/kaldir/",
        views_factors.RemovePasskeyView.as_view(extra_context=factor_trail),
        name="mfa_remove_webauthn",
    ),
]

mine = [
    path("", accounts.my_account, name="my_account"),
    path("profil/", accounts.my_profile, name="my_profile"),
    path("bildirimler/", accounts.my_notifications, name="my_notifications"),
    path("eposta/", account.EmailView.as_view(extra_context=trail), name="account_email"),
    path("parola/", account.PasswordChangeView.as_view(extra_context=trail), name="account_change_password"),
    path("parola/belirle/", account.PasswordSetView.as_view(extra_context=trail), name="account_set_password"),
    path("oturumlar/", sessions.ListUserSessionsView.as_view(extra_context=trail), name="usersessions_list"),
    path("kurum/", social.connections, name="socialaccount_connections"),
    path("ikinci-adim/", include(factors)),
    path("dogrula/", account.reauthenticate, name="account_reauthenticate"),
    path("dogrula/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("dogrula/anahtar/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

urlpatterns = [path("", include(entrance)), path("hesabim/", include(mine))]
