from django.apps import AppConfig


class ButceConfig(AppConfig):
    name = "butce"
    verbose_name = "Katılımcı bütçe"
    default_auto_field = "django.db.models.BigAutoField"
