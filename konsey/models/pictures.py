"""What every stored picture has in common, whatever it belongs to."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from konsey import uploads


class StoredPicture(models.Model):
    """A picture kept as WebP in several widths (`konsey.uploads`). It always says what it shows."""

    token = models.CharField(_("Dosya"), max_length=40, unique=True, editable=False)
    width = models.PositiveSmallIntegerField(_("Genişlik"), editable=False)
    height = models.PositiveSmallIntegerField(_("Yükseklik"), editable=False)
    alt = models.CharField(
        _("Görseli anlatan metin"),
        max_length=200,
        help_text=_("Görseli göremeyenler için: ne göründüğünü bir cümleyle yazınız."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alt

    @property
    def url(self) -> str:
        return self.url_at(960)

    @property
    def largest_url(self) -> str:
        return self.url_at(1600)

    @property
    def srcset(self) -> str:
        """The widths that really exist, for ``srcset``."""
        return ", ".join(f"{self.url_at(step)} {width}w" for step, width in uploads.true_widths(self.width))

    def url_at(self, step: int) -> str:
        return reverse("picture", args=[self.token, step])
