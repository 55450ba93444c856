"""What other pages show of the booth."""

from django import template
from django.template import Context
from django.utils import timezone

from butce import drafts
from butce.models import Cycle

register = template.Library()


@register.inclusion_tag("butce/booth/_draft_banner.html", takes_context=True)
def draft_banner(context: Context, cycle: Cycle) -> dict[str, object]:
    """Say that a paper was begun in this browser and not cast; no query for whoever has begun none."""
    return {"cycle": cycle, "envelopes": drafts.waiting(context["request"], cycle, timezone.now())}
