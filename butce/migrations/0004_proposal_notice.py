"""The first information text of the form that ideas are written in, for databases that are older than this room."""

from django.db import migrations
from django.utils import timezone

from konsey import noticetexts


def forward(apps, schema_editor):
    noticetexts.load(apps.get_model("konsey", "PrivacyNotice"), now=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("butce", "0003_similar_titles"), ("konsey", "0003_first_texts_and_rules")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
