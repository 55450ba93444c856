import factory

from konsey.models import AuditEntry


class AuditEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEntry

    by_label = "Burak Işık"
    action = "admin.changed"
