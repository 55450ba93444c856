"""Rules for a new password, in sentences that say what to do."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class NotTooShort(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Parola en az %(length)d karakter olmalıdır. Birkaç sözcük yazabilirsiniz.") % {
            "length": self.min_length
        }


class NotWidelyUsed(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Bu parola çok kişi tarafından kullanıldığı için ilk denenenlerden. Başka bir parola seçiniz.")


class NotOnlyDigits(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("Yalnızca rakamdan oluşan parola kolay bulunur. Harf de ekleyiniz.")


class NotLikeThePerson(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Parola adınıza ya da e-posta adresinize çok benziyor. Başka bir parola seçiniz.")
