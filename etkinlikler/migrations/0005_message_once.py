"""The same form of a message twice is one message."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("etkinlikler", "0004_telling")]

    operations = [
        migrations.AddField(
            model_name="eventmessage",
            name="form_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
