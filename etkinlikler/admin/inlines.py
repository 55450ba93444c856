"""What stands on an event's page: programme, partners, questions, reminders, stewards, outcomes, history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from etkinlikler.admin.pictures import PictureInline
from etkinlikler.admin.programme import speakers_of
from etkinlikler.forms.programme import (
    OutcomeForm,
    SessionForm,
    SessionFormSet,
    SurveyQuestionForm,
    SurveyQuestionFormSet,
)
from etkinlikler.models import (
    EventHistory,
    EventPartner,
    EventPicture,
    EventReminder,
    EventSteward,
    Outcome,
    OutcomePhoto,
    Question,
    Session,
    SurveyQuestion,
)
from konsey.admin.base import ReadOnlyMixin
from konsey.admin.fields import OVERRIDES


class _Rows(admin.TabularInline):
    extra = 1  # an empty row to write into, also without JavaScript
    formfield_overrides = OVERRIDES


FOLDED = ("collapse",)  # what is written once or looked up; open again when something in it is wrong


class SessionInline(admin.StackedInline):
    """Times and halls of the whole programme; speakers are on the session's own page, behind its title."""

    model = Session
    extra = 1
    formfield_overrides = OVERRIDES
    form = SessionForm
    formset = SessionFormSet
    fields = ("title", ("starts_at", "ends_at"), ("kind", "hall"), "speakers")
    readonly_fields = ("speakers",)
    ordering = ("starts_at", "pk")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).select_related("hall__venue").prefetch_related("appearances__speaker")

    @admin.display(description=_("Konuşmacılar"))
    def speakers(self, session: Session) -> str:
        return speakers_of(session) if session.pk else "-"


class PartnerInline(_Rows):
    model = EventPartner
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "role", "position")


class EventPictureInline(PictureInline):
    model = EventPicture
    fields = ("shown", "upload", "alt", "credit")


class OutcomePhotoInline(PictureInline):
    classes = FOLDED
    model = OutcomePhoto
    fields = ("shown", "upload", "alt", "credit", "position")
    max_num = 40


class OutcomeInline(admin.StackedInline):
    classes = FOLDED
    model = Outcome
    form = OutcomeForm
    extra = 1
    formfield_overrides = OVERRIDES
    fields = ("kind", "title", "body", "file", "link", "published_at", "position")


class QuestionInline(admin.StackedInline):
    classes = FOLDED
    model = Question
    extra = 1
    formfield_overrides = OVERRIDES
    fields = ("text", "hint", "kind", "choices", "is_required", "retention_days", "position")


class SurveyQuestionInline(_Rows):
    classes = FOLDED
    model = SurveyQuestion
    form = SurveyQuestionForm
    formset = SurveyQuestionFormSet
    fields = ("text", "kind", "position")


class ReminderInline(_Rows):
    classes = FOLDED
    model = EventReminder
    fields = ("days_before", "outcome", "handled_at", "letters")
    readonly_fields = ("outcome", "handled_at", "letters")


class StewardInline(_Rows):
    """Added by the act that asks for an address, since the desk of events does not search among all accounts."""

    classes = FOLDED
    model = EventSteward
    extra = 0
    fields = ("user",)
    readonly_fields = ("user",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HistoryInline(ReadOnlyMixin, _Rows):
    classes = FOLDED
    model = EventHistory
    extra = 0
    fields = ("at", "from_state", "to_state", "note", "by")
    can_delete = False
