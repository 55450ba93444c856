from django.apps import AppConfig


class MeclislerConfig(AppConfig):
    name = "meclisler"
    verbose_name = "Meclisler"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from konsey import panels
        from konsey.models import District, Neighbourhood
        from meclisler.panels import of_district, of_neighbourhood

        panels.register(Neighbourhood, of_neighbourhood)
        panels.register(District, of_district)
