"""What migrations put into the database comes back after a test that empties all tables."""

from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import timezone

from konsey import noticetexts, retention, roles
from konsey.models import PrivacyNotice, RetentionRule

NO_TRUNCATE = "ALTER TABLE konsey_auditentry {} TRIGGER konsey_audit_no_truncate"


def allow_emptying() -> None:
    """Tests with real transactions clean up by TRUNCATE, which the audit table refuses; only this is switched off."""
    with connection.cursor() as cursor:
        cursor.execute(NO_TRUNCATE.format("DISABLE"))


def reload_after_flush() -> None:
    last = [config for config in apps.get_app_configs() if config.models_module][-1]  # others send no signal
    post_migrate.connect(_reload, sender=last, dispatch_uid="tests.groundwork")


def _reload(**kwargs: object) -> None:
    noticetexts.load(PrivacyNotice, now=timezone.now())
    retention.load_rules(RetentionRule)
    roles.sync()
