"""The birth year of a verified person, for the age limits of votes (docs/kararlar/0016)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("konsey", "0006_outbox_line")]
    operations = [
        migrations.AddField(
            model_name="verification",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="Doğum yılı"),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900, ended_at__isnull=True),
                name="konsey_verification_birth_year_while_standing",
            ),
        ),
    ]
