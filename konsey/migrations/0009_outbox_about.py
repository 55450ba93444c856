"""A letter knows the record it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("konsey", "0008_help_case_rule")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="about",
            field=models.CharField(blank=True, default="", editable=False, max_length=60),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["about", "state"], name="konsey_outbox_about"
            ),
        ),
    ]
