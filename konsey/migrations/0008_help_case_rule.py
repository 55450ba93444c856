"""How long answered verification cases are kept; the rule itself is in `konsey/retention.py`."""

from django.db import migrations

from konsey import retention


def load(apps, schema_editor):
    retention.load_rules(apps.get_model("konsey", "RetentionRule"))


class Migration(migrations.Migration):
    dependencies = [("konsey", "0007_birth_year")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
