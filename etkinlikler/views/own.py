"""What a signed-in person is registered for."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from etkinlikler.models import Registration
from etkinlikler.views.registering import manage_path
from konsey.models import User

PER_PAGE = 20


@require_safe
@never_cache
def my_registrations(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    rows = Registration.objects.filter(user=request.user).select_related("event__venue")
    page = Paginator(rows.order_by("-event__starts_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "rows": [(row, manage_path(row), row.event.ends_at <= now) for row in page.object_list],
        "trail": [(_("Hesabım"), reverse("my_account")), (_("Etkinlik kayıtlarım"), "")],
    }
    return render(request, "etkinlikler/registering/my_registrations.html", context)
