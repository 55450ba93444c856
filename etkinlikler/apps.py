from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class EtkinliklerConfig(AppConfig):
    name = "etkinlikler"
    verbose_name = "Etkinlikler"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from etkinlikler.panels import of_body, of_district, of_neighbourhood
        from etkinlikler.services import retention  # noqa: F401  (makes its destroyers known)
        from konsey import noticekinds, panels
        from konsey.models import District, Neighbourhood
        from meclisler.models import Body

        noticekinds.register("event_registration", "etkinlik-kaydi", gettext_lazy("Etkinlik kaydı"))
        noticekinds.register("park_use", "park-kullanimi", gettext_lazy("Park kullanım başvurusu"))
        panels.register(District, of_district)
        panels.register(Neighbourhood, of_neighbourhood)
        panels.register(Body, of_body)
