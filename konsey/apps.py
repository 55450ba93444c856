from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KonseyConfig(AppConfig):
    name = "konsey"
    verbose_name = "Kent Konseyi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from konsey import receivers  # noqa: F401  (connects them; needs the models)

        autodiscover_modules("personal")  # what every room holds about a person
