"""The roles as groups with their permissions.

Django makes permissions only after all migrations, so they are made here first. Later changes come by ``sync_roles``.
"""

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

from konsey import roles


def create(apps, schema_editor):
    for config in roles.own_apps():
        create_contenttypes(config, verbosity=0, interactive=False)
        create_permissions(config, verbosity=0, interactive=False)
    roles.sync()


class Migration(migrations.Migration):
    dependencies = [
        ("konsey", "0003_first_texts_and_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
