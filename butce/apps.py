from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ButceConfig(AppConfig):
    name = "butce"
    verbose_name = "Katılımcı bütçe"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from butce.panels import of_district, of_neighbourhood
        from butce.rules.electorate import at_the_desk
        from butce.standing import own_cookies
        from konsey import cookies, noticekinds, panels
        from konsey.models import District, Neighbourhood
        from sandik import electorates

        noticekinds.register("proposal", "fikir-verme", gettext_lazy("Bütçe için fikir verme"))
        panels.register(Neighbourhood, of_neighbourhood)
        panels.register(District, of_district)
        electorates.register(at_the_desk)
        cookies.MORE.append(own_cookies)
