"""The first information texts of registering and of asking for a park, for databases that are older than this room."""

from django.db import migrations
from django.utils import timezone

from konsey import noticetexts, retention


def forward(apps, schema_editor):
    noticetexts.load(apps.get_model("konsey", "PrivacyNotice"), now=timezone.now())
    retention.load_rules(apps.get_model("konsey", "RetentionRule"))


class Migration(migrations.Migration):
    dependencies = [("etkinlikler", "0002_counted_by_the_database"), ("konsey", "0008_help_case_rule")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
