import factory

from konsey.models import OutboxAttachment, OutboxLine, OutboxMessage, ScheduledJob


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMessage

    key = factory.Sequence(lambda n: f"konsey/mail_trial:{n}")
    letter = "konsey/mail_trial"
    to = factory.Sequence(lambda n: f"alici{n}@example.com")
    subject = "[İzmir Kent Konseyi] Deneme iletisi"
    text = "Sayın ilgili,\n\nBu bir deneme iletisidir.\n"
    html = "<!doctype html>\n<html lang='tr'><body><p>Bu bir deneme iletisidir.</p></body></html>\n"


class OutboxAttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxAttachment

    message = factory.SubFactory(OutboxMessageFactory)
    name = factory.Sequence(lambda n: f"davet-{n}.ics")
    content_type = "text/calendar"
    content = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class OutboxLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxLine

    id = 1

    @classmethod
    def _create(cls, model_class, *args, **values):
        """The row is there from the first migration on."""
        return model_class.objects.update_or_create(id=values.pop("id"), defaults=values)[0]


class ScheduledJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScheduledJob

    name = factory.Sequence(lambda n: f"konsey.job_{n}")
