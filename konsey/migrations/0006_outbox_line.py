"""The one row of the line to the mail server, so that clerks find it before the first letter leaves."""

from django.db import migrations


def lay_line(apps, schema_editor):
    apps.get_model("konsey", "OutboxLine").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("konsey", "0005_account_addresses")]
    operations = [migrations.RunPython(lay_line, migrations.RunPython.noop)]
