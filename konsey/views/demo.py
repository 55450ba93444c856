"""The demo's logins on a page. Not there in production (konsey/urls)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from konsey import roles
from konsey.demo import identity, people


@login_not_required
@never_cache
@require_safe
def demo_logins(request: HttpRequest) -> HttpResponse:
    found = people.logins()
    context = {
        "staff": [(login, roles.ROLES[login.person.role]) for login in found if login.person.role],
        "residents": [login for login in found if not login.person.role],
        "password": people.PASSWORD,
        "seconds": found[0].seconds if found else 0,
        "identity_hint": identity.hint(),
    }
    return render(request, "konsey/demo/logins.html", context)
