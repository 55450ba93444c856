"""Log lines: what is in them, and that nothing about a person is."""

import json
import logging
import logging.config
import re
import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, reverse

from konsey import logs
from konsey.middleware import RequestIdMiddleware, request_id, route_of
from konsey.models import OutboxMessage, User
from konsey.services import sending
from konsey.smtp import server_from_url
from tests.factories.konsey import OutboxMessageFactory
from tests.konsey import accounts
from tests.smtpsink import Sink

PASSWORD = "Cok-Gizli-Parola-81"
PERSONAL = ("nurten", "çağlayan", "caglayan", "nurten.c@example.com", "10000000146", PASSWORD.lower(), "203.0.113.9")


@pytest.fixture
def lines():
    """The lines as they would stand in the file, from every logger, down to DEBUG for our own."""
    found = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(self.format(record))

    handler = Keep()
    handler.setFormatter(logs.JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("konsey").setLevel(logging.DEBUG)
    yield found
    logging.getLogger("konsey").setLevel(logging.NOTSET)
    root.removeHandler(handler)


def assert_discreet(lines):
    text = "\n".join(lines)
    low = text.casefold()
    assert [word for word in PERSONAL if word in low] == []
    assert re.findall(r"[\w.]+@[\w.]+", text) == []


def log(message, *args, name="konsey.test", **more):
    record = logging.getLogger(name).makeRecord(
        name, logging.ERROR, __file__, 1, message, args, **{"exc_info": None, **more}
    )
    return json.loads(logs.JsonFormatter().format(record))


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_a_line_has_time_level_logger_request_and_message():
    token = request_id.set("abc")
    line = log("letter sent: id=%d", 7)
    request_id.reset(token)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {"level": "ERROR", "logger": "konsey.test", "request": "abc", "message": "letter sent: id=7"}


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("to ali.veli@example.com.", "to [e-posta]"),
        ("<ali@example.com>: no", "<[e-posta]>: no"),
        ("from 203.0.113.9 port 5", "from [ip] port 5"),
        ("from 2001:db8:0:1::7", "from [ip]"),
        ("at 127.0.0.1:8000", "at 127.0.0.1:8000"),
        ("kimlik 10000000146", "kimlik [sayı]"),
        ("tel +90 532 111 22 33", "tel [sayı]"),
        ("id=1234 took 12.5 s at 10:30:59", "id=1234 took 12.5 s at 10:30:59"),
        ("PostgreSQL 18.6.3", "PostgreSQL 18.6.3"),
    ],
)
def test_mask(raw, masked):
    assert logs.mask(raw) == masked


def test_an_exception_is_described_without_its_words():
    line = log("broken", exc_info=raised(ValueError("Nurten Çağlayan 10000000146")))

    assert line["error"]["type"] == "ValueError"
    assert line["error"]["at"][-1].startswith("tests/konsey/test_logs.py:")
    assert "Nurten" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.django_db
def test_a_database_error_tells_state_and_constraint_but_no_row():
    User.objects.create(email="nurten.c@example.com", name="Nurten Çağlayan")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(email="nurten.c@example.com", name="Nurten Çağlayan")

    line = log("broken", exc_info=(caught.type, caught.value, caught.tb))

    assert "nurten" in str(caught.value)
    assert (line["error"]["type"], line["error"]["cause"]) == (
        "django.db.utils.IntegrityError",
        "psycopg.errors.UniqueViolation",
    )
    assert (line["error"]["sqlstate"], line["error"]["constraint"]) == ("23505", "konsey_user_email_unique")
    assert_discreet([json.dumps(line, ensure_ascii=False)])


def test_an_exception_as_message_or_argument_is_named_only():
    assert log(ValueError("Nurten"))["message"] == "ValueError"
    assert log("failed: %s", SuspiciousOperation("Nurten"))["message"] == (
        "failed: django.core.exceptions.SuspiciousOperation"
    )


def test_celerys_line_about_a_failed_task_is_named_only():
    record = logging.LogRecord(
        "celery.app.trace",
        logging.ERROR,
        __file__,
        1,
        "Task %(name)s[%(id)s] %(description)s: %(exc)s",
        ({"name": "konsey.x", "id": "1", "description": "raised unexpected", "exc": "ValueError('Nurten')"},),
        raised(ValueError("Nurten")),
    )

    line = json.loads(logs.JsonFormatter().format(record))

    assert line["message"] == "Task konsey.x[1] raised unexpected: …"
    assert line["error"]["type"] == "ValueError"


def test_gunicorns_line_about_a_bad_request_quotes_nothing():
    line = log("Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'GET /a?Nurten'", name="gunicorn.error")

    assert line["message"] == "Invalid request"


def test_gunicorns_line_about_an_error_has_no_address():
    assert log("Error handling request %s", "/a/?q=Nurten", name="gunicorn.error")["message"] == (
        "Error handling request [adres]"
    )


def test_the_request_line_has_the_route_not_the_address(lines, rf):
    def view(request):
        return HttpResponse()

    request = rf.get("/mahalleler/nurten/?q=Nurten", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Nurten")
    request.resolver_match = path("mahalleler/<slug:name>/", view).resolve("mahalleler/nurten/")
    answer = RequestIdMiddleware(view)(request)

    line = json.loads(lines[-1])
    assert line["request"] == answer["X-Request-Id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "mahalleler/<slug:name>/", 200)
    assert_discreet(lines)


def test_the_request_id_is_new_each_time_and_never_the_clients(rf):
    answers = [RequestIdMiddleware(lambda r: HttpResponse())(rf.get("/", HTTP_X_REQUEST_ID="evil")) for _ in range(2)]

    ids = [answer["X-Request-Id"] for answer in answers]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in ids)
    assert request_id.get() == "-"


@login_not_required
def broken(request, name):
    raise ValueError("Nurten Çağlayan")


urlpatterns = [path("bozuk/<slug:name>/", broken), path("", include("konsey.urls"))]
handler500 = "konsey.views.errors.server_error"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_that_breaks_is_logged_by_route(lines, client):
    client.raise_request_exception = False

    answer = client.get("/bozuk/nurten-caglayan/?q=Nurten")

    assert answer.status_code == 500
    errors = [json.loads(line) for line in lines if '"django.request"' in line]
    assert errors[0]["message"] == "Internal Server Error: bozuk/<slug:name>/"
    assert errors[0]["error"]["type"] == "ValueError"
    assert_discreet(lines)


@pytest.mark.django_db
def test_journeys_leave_no_trace_of_the_person(lines, client, settings):
    """Sign up, confirm, sign in wrongly and rightly, search, open bad links, get letters sent and refused."""
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    email = "nurten.c@example.com"
    accounts.sign_up(client, email=email, name="Nurten Çağlayan", password1=PASSWORD)
    client.get(accounts.link_sent_to(email))
    client.post(accounts.link_sent_to(email), {"password": PASSWORD})
    client.post(reverse("account_logout"))
    accounts.sign_in(client, email, "yanlis")
    signed_in = accounts.sign_in(client, email, PASSWORD)
    client.get("/mahalleler/", {"q": "Nurten Çağlayan"})
    client.get(f"/yok/nurten/?e={email}")
    client.get("/duyurular/vazgec/nurten/")
    OutboxMessageFactory(to=email, subject="Nurten Çağlayan\nx")
    sink = Sink(on_recipient=lambda e: f"550 <{e.rcpt_tos[-1]}> unknown").start()
    settings.MAIL_SERVER = server_from_url(sink.url)
    sending.drain()
    sink.stop()

    assert signed_in["Location"] == reverse("my_account")
    assert OutboxMessage.objects.filter(state="failed").count() >= 2
    assert len([line for line in lines if '"konsey.request"' in line]) == 9
    assert_discreet(lines)


def test_the_settings_log_json_only(settings):
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"json"}
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []


def test_request_factory_requests_without_a_route_are_dashes():
    assert route_of(RequestFactory().get("/x/")) == "-"
