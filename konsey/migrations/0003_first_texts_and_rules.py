"""The information texts and retention rules the portal starts with."""

from django.db import migrations
from django.utils import timezone

from konsey import noticetexts, retention


def load(apps, schema_editor):
    noticetexts.load(apps.get_model("konsey", "PrivacyNotice"), now=timezone.now())
    retention.load_rules(apps.get_model("konsey", "RetentionRule"))


class Migration(migrations.Migration):
    dependencies = [("konsey", "0002_append_only")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
