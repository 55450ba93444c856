"""Ideas that look like the one being written, so that it is not written twice."""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from butce.models import Cycle, Proposal
from konsey import text

SHORTEST, SHOWN = 5, 5
ENOUGH = 0.35
LONGEST = 100


def similar_ideas(cycle: Cycle, title: str, *, but: Proposal | None = None) -> QuerySet[Proposal]:
    """Return the public ideas of the cycle whose titles share most letters with ``title``, Turkish letters or not."""
    folded = " ".join(text.search_words(title[:LONGEST]))
    if len(folded) < SHORTEST:
        return Proposal.objects.none()
    likeness = Greatest(TrigramSimilarity("title_fold", folded), TrigramWordSimilarity(folded, "title_fold") * 0.8)
    found = Proposal.objects.public().filter(cycle=cycle).annotate(likeness=likeness).filter(likeness__gte=ENOUGH)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return found.select_related("cycle", "neighbourhood__district").order_by(F("likeness").desc(), "pk")[:SHOWN]
