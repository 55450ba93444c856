from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("etkinlikler", "0003_event_notices")]
    operations = [
        migrations.AddField("event", "thanked_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("event", "outcomes_told_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("eventhistory", "to_tell", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "eventhistory",
            "letters",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="Mektup sayısı"),
        ),
        migrations.AddIndex(
            "eventhistory",
            models.Index(fields=["event"], name="etkinlikler_history_to_tell", condition=Q(to_tell=True)),
        ),
    ]
