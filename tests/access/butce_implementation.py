"""What has become of the winners is everybody's to read."""

from tests.access.table import Row
from tests.factories.butce import ImplementationFactory


def _cycle() -> tuple[object, ...]:
    return (ImplementationFactory().proposal.cycle.slug,)


ACCESS = {
    "butce:implementation_overview": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:implementation_export": Row(args=_cycle, visitor=200, resident=200, clerk=200),
}
