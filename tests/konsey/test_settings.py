"""Settings are read strictly: a production start with something missing ends with one sentence."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from konsey.environment import Environment, redis_for_cache
from launch.bootstrap import ROOT

SECRETS = {
    "SECRET_KEY": "Yk3vJq0sT9wLxB7mN2pR5dG8hF1cZ6aE4uQiOoVtWy_eXrKlMn",
    "IDENTITY_KEY": "Pz8nQw2eRt5yUi9oAs3dFg7hJk1lZx6cVb0nMqWeRtYuIoPaSd",
}
PRODUCTION = {
    **SECRETS,
    "ALLOWED_HOSTS": "portal.example.org,www.example.org",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgresql://konsey:parola@db.example.org/konsey",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "EMAIL_URL": "smtp://kullanici:parola@smtp.example.org:587?tls=evet",
    "BEHIND_PROXY": "evet",
    "TRUSTED_PROXY_COUNT": "1",
}
SYSTEM = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def _run(*words: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, env={**SYSTEM, **environment}, timeout=60
    )


def _without(*names: str) -> dict[str, str]:
    return {name: value for name, value in PRODUCTION.items() if name not in names}


@pytest.mark.parametrize(
    "words",
    [
        ["manage.py", "check"],
        ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "konsey.wsgi"],
        ["-m", "celery", "-A", "konsey", "worker"],
        ["-m", "celery", "-A", "konsey", "beat"],
    ],
)
def test_every_program_stops_with_one_sentence_when_something_is_missing(words):
    done = _run(*words, environment=_without("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"))

    assert done.returncode == 1
    assert done.stderr == (
        "Ayar hatası: Üretim ortamında zorunlu olan şu ortam değişkenleri tanımlı değil: SECRET_KEY, ALLOWED_HOSTS, "
        "DATABASE_URL. Açıklamaları .env.example dosyasındadır; denemek için script/server komutu yeterlidir.\n"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": "kısa"}, "SECRET_KEY en az 50 karakterlik rastgele bir dizi olmalıdır."),
        ({"IDENTITY_KEY": "a" * 60}, "IDENTITY_KEY en az 50 karakterlik rastgele bir dizi olmalıdır."),
        ({"IDENTITY_KEY": SECRETS["SECRET_KEY"]}, "SECRET_KEY ile IDENTITY_KEY aynı olamaz"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS '*' olamaz"),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL 'https://' ile başlayan tam adres olmalıdır"),
        (
            {"SITE_URL": "https://baska.example.org"},
            "SITE_URL içindeki ad (baska.example.org) ALLOWED_HOSTS listesinde yok.",
        ),
        ({"DATABASE_URL": "sqlite:///konsey.db"}, "portal yalnızca PostgreSQL ile çalışır"),
        ({"REDIS_URL": "amqp://redis"}, "REDIS_URL 'redis://', 'rediss://' ya da 'redis+socket://' ile başlamalıdır."),
        ({"BEHIND_PROXY": "belki"}, "BEHIND_PROXY için 'evet' ya da 'hayir' bekleniyordu, 'belki' bulundu."),
        ({"MAIL_BATCH_SIZE": "çok"}, "MAIL_BATCH_SIZE için bir tam sayı bekleniyordu, 'çok' bulundu."),
        ({"EMAIL_URL": "demo://"}, "EMAIL_URL"),
    ],
)
def test_wrong_setting_stops_the_start_with_its_sentence(changes, sentence):
    done = _run("manage.py", "check", environment={**PRODUCTION, **changes})

    assert done.returncode == 1
    assert done.stderr.startswith("Ayar hatası: ")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_deployment_check_is_clean_with_production_settings():
    done = _run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "INFO", environment=PRODUCTION)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")
    assert done.stderr == ""


def test_all_missing_names_are_told_at_once():
    with pytest.raises(ImproperlyConfigured, match=r": A, C\."):
        Environment({"A": " ", "B": "x"}).demand("A", "B", "C")


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://redis:6379/2", "redis://redis:6379/2"),
        ("redis+socket:///srv/redis.sock", "unix:///srv/redis.sock?db=0"),
        ("redis+socket:///srv/redis.sock?virtual_host=3", "unix:///srv/redis.sock?db=3"),
    ],
)
def test_cache_uses_the_brokers_server_and_database(broker, cache):
    assert redis_for_cache(broker) == cache


def test_proxy_may_read_public_files_and_no_private_ones(settings):
    modes = {name: settings.STORAGES[name]["OPTIONS"]["file_permissions_mode"] for name in settings.STORAGES}

    assert modes == {"default": 0o644, "staticfiles": 0o644, "private": 0o640}
