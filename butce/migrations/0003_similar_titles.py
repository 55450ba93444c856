"""Similar ideas are found by the letters that their titles share; the extension is trusted, so the owner may add it."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("butce", "0002_frozen_rules")]
    operations = [TrigramExtension()]
