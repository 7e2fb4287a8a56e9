"""Addresses of log-ins. Of allauth's pages only those that are used; docs/sessions.md says why."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path

from linli.faces.web.account import accounts
from linli.faces.web.settings import tokens

urlpatterns = [
    path("account/", accounts.own_account, name="own-account"),
    path("account/tokens/", tokens.own_tokens, name="own-tokens"),
    path("account/tokens/<id:token_id>/revoke/", tokens.revoke_own, name="own-revoke"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", accounts.change_password, name="account_change_password"),
    path("account/2fa/", factors.index, name="mfa_index"),
    path("account/2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/2fa/recovery-codes/",
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/2fa/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/2fa/webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/2fa/webauthn/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "account/2fa/webauthn/reauthenticate/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/2fa/webauthn/keys/<id:pk>/remove/",
        keys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("account/2fa/webauthn/keys/<id:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
