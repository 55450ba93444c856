"""The council's bodies are for everybody."""

from tests.access.table import Row
from tests.factories.meclisler import BodyFactory


def _body() -> tuple[object, ...]:
    return (BodyFactory().slug,)


ACCESS = {
    "meclisler:body_list": Row(visitor=200, resident=200, clerk=200),
    "meclisler:body_detail": Row(args=_body, visitor=200, resident=200, clerk=200),
}
