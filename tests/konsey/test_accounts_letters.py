"""The letters around an account: each occasion has one, codes appear nowhere else, HTML and text say the same."""

import io
import logging
import re

import pytest
from django.utils import timezone

from konsey.emails import accounts as letters
from konsey.models import AuditEntry, OutboxMessage
from tests.client import PortalClient
from tests.konsey.accounts import add_app, code_sent_to, sign_in, sign_up

# Every e-mail of the installed django-allauth, except those for what the portal does not offer.
NOT_OFFERED = {"account/email/password_reset_key", "account/email/email_confirm"}


def occasions() -> set[str]:
    from importlib.resources import files

    found = set()
    for app in ("account", "mfa", "socialaccount"):
        for path in (files("allauth") / "templates" / app / "email").iterdir():
            if path.name.endswith("_subject.txt"):
                found.add(f"{app}/email/{path.name.removesuffix('_subject.txt')}")
    return found - NOT_OFFERED


def test_every_occasion_of_allauth_has_a_letter():
    assert occasions() - set(letters.LETTERS) - set(letters.NOTICES) == set()


@pytest.mark.parametrize("occasion", sorted(letters.NOTICES))
def test_each_notice_is_a_whole_letter(ayse, occasion):
    letters.notice(occasion, user=ayse)

    letter = OutboxMessage.objects.get()
    assert (letter.to, letter.user) == (ayse.email, ayse)
    assert letter.text.startswith("Sayın Ayşe Yıldız,\n\n" + str(letters.NOTICES[occasion]))
    assert "/parola/yenile/" in letter.text
    assert "/parola/yenile/" in letter.html


def test_same_occasion_twice_is_two_letters(ayse):
    letters.notice("account/email/password_changed", user=ayse)
    letters.notice("account/email/password_changed", user=ayse)

    assert OutboxMessage.objects.count() == 2


def test_letter_is_written_in_the_persons_language(ayse, in_english):
    ayse.language = "en"
    ayse.save()

    letters.send("account/email/login_code", to=ayse.email, context={"code": "123456"})

    assert 'lang="en"' in OutboxMessage.objects.get().html


def test_unknown_occasion_is_a_programming_error(ayse):
    with pytest.raises(KeyError):
        letters.send("account/email/nothing", to=ayse.email, context={})


def test_codes_are_in_no_log_and_no_audit_entry(client, burak):
    """The whole way in of a resident and of a clerk, with everything that is logged meanwhile."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    try:
        add_app(burak)
        sign_up(client)
        codes = [code_sent_to("elif@example.com")]
        client.post("/kayit/onay/", {"code": codes[0], "action": "verify"})
        clerk = PortalClient()
        clerk.post("/giris/kod/", {"email": burak.email})
        codes.append(code_sent_to(burak.email))
        clerk.post("/giris/kod/onay/", {"code": "000000", "action": "verify"})
        clerk.post("/giris/kod/onay/", {"code": codes[1], "action": "verify"})
        clerk.post("/giris/ikinci-adim/", {"code": "111111"})
        sign_in(PortalClient(), burak.email, "yanlis-parola-secret")
    finally:
        logging.getLogger().removeHandler(handler)
    audit = " ".join(
        str(entry) for entry in AuditEntry.objects.values_list("before", "after", "object_label", "reason")
    )

    for secret in [*codes, "111111", "yanlis-parola-secret", "kordonda-bisiklet", "elif@example.com"]:
        assert secret not in stream.getvalue()
        assert secret not in audit
    assert AuditEntry.objects.exists()


@pytest.mark.parametrize("name", ["login_code", "password_reset_code"])
def test_code_letters_are_not_sent_after_the_code_is_dead(ayse, name):
    letters.send(f"account/email/{name}", to=ayse.email, context={"code": "123456"})

    letter = OutboxMessage.objects.get()
    assert letter.secret
    assert 0 < (letter.expires_at - timezone.now()).total_seconds() <= 600


def test_text_and_html_hold_the_same_code_and_link(client, db):
    sign_up(client)

    letter = OutboxMessage.objects.get()
    found = [set(re.findall(r"\b\d{6}\b|/kayit/onay/[^\s<\"]+", part)) for part in (letter.text, letter.html)]
    assert found[0] <= found[1]
    assert len(found[0]) == 2
