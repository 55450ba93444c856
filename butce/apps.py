from django.apps import AppConfig


class ButceConfig(AppConfig):
    name = "butce"
    verbose_name = "Katılımcı bütçe"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from butce.panels import of_district, of_neighbourhood
        from konsey import panels
        from konsey.models import District, Neighbourhood

        panels.register(Neighbourhood, of_neighbourhood)
        panels.register(District, of_district)
