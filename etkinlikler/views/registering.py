"""Registering: for oneself, for several people of an organisation, by an invitation."""

from datetime import datetime

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from etkinlikler import tokens
from etkinlikler.forms.groups import GroupForm
from etkinlikler.forms.registering import RegistrationForm
from etkinlikler.models import Event, Invitation, Question, Registration
from etkinlikler.rules import registering as rules
from etkinlikler.services import registrations as services
from etkinlikler.services.registrations import Person, Sheet
from etkinlikler.views.links import UnknownLink, by_link, trail
from konsey.compiled import Compiled
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.models import User
from konsey.rules import identity
from konsey.services import privacy

ONE_CLICK, GROUP = "_tek_tik", "kurum"
# Letters to addresses that nobody has shown to be theirs; many people of one office or one telephone net share an IP.
RATE = {"register": "200/h/ip,5/h/key"}


_EVENT = Compiled(
    lambda slug: (
        Event.objects.public()
        .with_places()
        .annotate(must_be_told=Exists(Question.objects.filter(event=OuterRef("pk"), is_required=True)))
        .filter(slug=slug)
    ),
    slug=str,
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def event_register(request: HttpRequest, slug: str) -> HttpResponse:
    event = _EVENT.first(slug=slug)
    if event is None:
        raise Http404
    return _enter(request, event, _known(request), None)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    key = tokens.read(tokens.INVITATION, token)
    rows = Invitation.objects.select_related("event__venue__district", "event__organiser", "registration")
    invited = rows.filter(key=key).first() if key else None
    if invited is None or invited.event.state == Event.State.DRAFT:
        raise UnknownLink
    if hasattr(invited, "registration") and invited.used_at:
        return redirect(manage_path(invited.registration))
    return _enter(request, invited.event, None, invited)


@login_not_required
@require_safe
def event_register_sent(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public(), slug=slug)
    links = [(_("Etkinliğin sayfasına dönün"), event.get_absolute_url())]
    context = {"event": event, "links": links, "trail": trail((_("Postanıza bakın"), ""), event=event)}
    return render(request, "etkinlikler/registering/sent.html", context)


def manage_path(registration: Registration) -> str:
    return reverse("etkinlikler:registration", args=[tokens.make(tokens.MANAGE, registration.key)])


def _known(request: HttpRequest) -> User | None:
    """Somebody signed in whose address is confirmed; others are asked to confirm by the letter."""
    user = request.user if request.user.is_authenticated else None
    return user if user and identity.has_confirmed_email(user) else None


def _enter(request: HttpRequest, event: Event, user: User | None, invited: Invitation | None) -> HttpResponse:
    now = timezone.now()
    if refusal := rules.why_not_register(event, now, invited=invited is not None):
        context = {"event": event, "reason": refusal, "trail": trail((_("Kayıt"), ""), event=event)}
        return render(request, "etkinlikler/registering/closed.html", context)
    if user and request.method == "POST" and ONE_CLICK in request.POST:
        return _one_click(request, event, user, now)
    is_group = GROUP in request.GET and invited is None
    form_class = GroupForm if is_group else RegistrationForm
    form = form_class(request.POST if request.method == "POST" else None, event=event, user=user, invitation=invited)
    if request.method == "POST" and form.is_valid():
        done = _sent(event) if form.is_from_a_robot else _register(request, event, form, now)
        if done:
            return done
    own = Registration.own_of(event, user) if user else None
    return _show(request, event, form, {"own": own, "is_group": is_group, "invited": invited})


def _register(request: HttpRequest, event: Event, form: RegistrationForm, now: datetime) -> HttpResponse | None:
    try:
        if form.known_address:
            return redirect(manage_path(_store(event, form, now)))
        email = form.contact_address()
        if not ratelimit.consume(request, app="etkinlikler", action="register", config=RATE, key=email):
            raise Refused(_("Kısa sürede çok sayıda kayıt denendi. Lütfen bir saat sonra yeniden deneyiniz."))
        with patiently(), transaction.atomic():
            services.register_unconfirmed(event=event, sheet=form.sheet(), now=now)
            form.record_acceptance(email=email)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.info(request, _("Onay bağlantısının gönderildiği adres: %(email)s") % {"email": email})
    return _sent(event)


def _store(event: Event, form: RegistrationForm, now: datetime) -> Registration:
    with patiently(), transaction.atomic():
        stored = services.register(event=event, sheet=form.sheet(), user=form.user, now=now)
        form.record_acceptance(user=form.user, email="" if form.user else form.known_address)
    return stored


def _sent(event: Event) -> HttpResponse:
    return redirect("etkinlikler:event_register_sent", event.slug)


def _one_click(request: HttpRequest, event: Event, user: User, now: datetime) -> HttpResponse:
    """The button on the event's page. An event that must be told something leads to the form instead."""
    if getattr(event, "must_be_told", False):
        messages.info(request, _("Bu etkinlik için yanıtlamanız gereken sorular var."))
        return redirect("etkinlikler:event_register", event.slug)
    sheet = Sheet(Registration.Kind.SELF, user.name, user.email, [Person(user.name, user.email)])
    try:
        with patiently(), transaction.atomic():
            stored = services.register(event=event, sheet=sheet, user=user, now=now)
            privacy.record_acceptance(kind=RegistrationForm.notice_kind, now=now, user=user)
    except Refused as refusal:
        if own := Registration.own_of(event, user):  # pressed twice
            return redirect(manage_path(own))
        messages.error(request, refusal.message)
        return redirect("etkinlikler:event_register", event.slug)
    return redirect(manage_path(stored))


def _show(request: HttpRequest, event: Event, form: RegistrationForm, context: dict[str, object]) -> HttpResponse:
    address = reverse("etkinlikler:event_register", args=[event.slug])
    is_group = context["is_group"]
    tabs = [(_("Kendim için"), address, not is_group), (_("Kurum adına"), f"{address}?{GROUP}", is_group)]
    values = {
        "event": event,
        "form": form,
        "tabs": [] if context["invited"] else tabs,
        "trail": trail((_("Kayıt"), ""), event=event),
        "manage_path": manage_path(context["own"]) if isinstance(context["own"], Registration) else "",
    }
    return render(request, "etkinlikler/registering/form.html", {**values, **context})
