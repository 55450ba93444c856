from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class EtkinliklerConfig(AppConfig):
    name = "etkinlikler"
    verbose_name = "Etkinlikler"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from konsey import noticekinds

        noticekinds.register("event_registration", "etkinlik-kaydi", gettext_lazy("Etkinlik kaydı"))
        noticekinds.register("park_use", "park-kullanimi", gettext_lazy("Park kullanım başvurusu"))
