import factory

from konsey.models import AccessibilityFeedback


class AccessibilityFeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessibilityFeedback

    page = "/mahalleler/"
    message = "Klavyeyle menüye ulaşamadım."
