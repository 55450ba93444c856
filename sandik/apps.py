from django.apps import AppConfig


class SandikConfig(AppConfig):
    name = "sandik"
    verbose_name = "Sandık"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sandik import checks  # noqa: F401
