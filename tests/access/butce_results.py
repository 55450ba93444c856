"""Results are open to everybody once two people have signed; before that the pages speak of turnout only."""

from django.utils import timezone

from butce.countfiles import packed
from butce.models import Cycle
from sandik.models import Box
from tests.access.table import Row
from tests.factories.butce import EnvelopeFactory, EnvelopeResultFactory
from tests.factories.sandik import PaperFactory


def _envelope() -> tuple[object, ...]:
    paper = PaperFactory()
    result = EnvelopeResultFactory(file=packed(b"META"))
    cycle = result.count.cycle
    envelope = EnvelopeFactory(cycle=cycle, paper=paper)
    type(result).objects.filter(pk=result.pk).update(envelope=envelope)
    Box.objects.filter(pk=paper.box_id).update(sealed_at=timezone.now(), results_published_at=timezone.now())
    Cycle.objects.filter(pk=cycle.pk).update(box=paper.box)
    return cycle.slug, envelope.slug


def _cycle() -> tuple[object, ...]:
    return _envelope()[:1]


ACCESS = {
    "butce:results": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:results_pdf": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:results_json": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:results_pb": Row(args=_envelope, visitor=200, resident=200, clerk=200),
    "butce:results_csv": Row(args=_envelope, visitor=200, resident=200, clerk=200),
    "butce:results_receipts": Row(args=_envelope, visitor=200, resident=200, clerk=200),
    "butce:envelope_results": Row(args=_envelope, visitor=200, resident=200, clerk=200),
    "butce:recount": Row(args=_cycle, visitor=200, resident=200, clerk=200),
}
