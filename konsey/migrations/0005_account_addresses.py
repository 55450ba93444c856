"""django-allauth's table of addresses is held to the same normal form, and one address to one account."""

from django.db import migrations

HOLD = """
ALTER TABLE account_emailaddress ADD CONSTRAINT konsey_emailaddress_normal CHECK (email ~ '^[!#-?\\[-~]+@[a-z0-9.-]+$');
ALTER TABLE account_emailaddress ADD CONSTRAINT konsey_emailaddress_unique UNIQUE (email);
"""

UNDO = """
ALTER TABLE account_emailaddress DROP CONSTRAINT konsey_emailaddress_normal;
ALTER TABLE account_emailaddress DROP CONSTRAINT konsey_emailaddress_unique;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("konsey", "0004_roles"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunSQL(HOLD, UNDO)]
