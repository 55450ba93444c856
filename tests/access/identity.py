"""Everybody sees the own ladder and nobody else's."""

from tests.access.table import Row
from tests.factories.konsey import HelpCaseFactory, VerificationFactory

_made: list = []


def _case() -> tuple[object, ...]:
    _made[:] = [HelpCaseFactory()]
    return (_made[0].pk,)


def _asker():
    return _made[0].user


def _verified() -> tuple[object, ...]:
    _made[:] = [VerificationFactory(settled=True)]
    return ()


_own = Row(visitor="login", resident=200, clerk=200)

ACCESS = {
    "residence_edit": _own,
    "identity_overview": _own,
    "identity_register": _own,
    "identity_code": _own,
    "identity_desk": _own,
    "identity_oidc": Row(visitor="login", resident=404, clerk=404),
    "identity_done": Row(args=_verified, visitor="login", resident=302, clerk=302, owner=200, owner_user=_asker),
    "identity_help": _own,
    "identity_help_case": Row(args=_case, visitor="login", resident=404, clerk=404, owner=200, owner_user=_asker),
    "identity_help_withdraw": Row(args=_case, visitor="login", resident=404, clerk=404, owner=200, owner_user=_asker),
}
