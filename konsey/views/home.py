"""The home page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from konsey.home import compose


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "konsey/home/page.html", {"home": compose(user=request.user, now=timezone.now())})
