"""The demo content as a whole: complete, and loaded twice without a second copy."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from konsey.management.commands import demo

pytestmark = pytest.mark.django_db
ROOMS = ("konsey", "meclisler", "sandik", "butce", "etkinlikler")


def _load() -> str:
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def _counts() -> dict[str, int]:
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_demo_loaded_again_adds_nothing():
    said = _load()
    first = _counts()

    _load()

    assert _counts() == first
    assert said.count("yüklendi.") == len(demo.MODULES)
    assert all(first[name] > 0 for name in ("konsey.District", "konsey.User", "konsey.NewsItem", "meclisler.Body"))


def test_demo_is_refused_outside_of_a_demo(settings):
    settings.DEMO = settings.TEST = settings.DEBUG = False

    with pytest.raises(CommandError, match="yalnızca deneme kurulumuna yüklenir"):
        _load()
