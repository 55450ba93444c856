"""Who may open the pages about personal data."""

from konsey.models import DataRequest, User
from tests.access.table import Row
from tests.factories.konsey import DataRequestFactory, UserFactory


def _own_request() -> tuple[object, ...]:
    return (DataRequestFactory(user=UserFactory(name="Sahibi")).pk,)


def _owner() -> User:
    owner = DataRequest.objects.latest("pk").user
    assert owner is not None
    return owner


PUBLIC = {"visitor": 200, "resident": 200, "clerk": 200}
OWN = {"visitor": "login", "resident": 200, "clerk": 200}

ACCESS = {
    "privacy_notices": Row(**PUBLIC),
    "privacy_notice": Row(args=("uyelik",), **PUBLIC),
    "privacy_notice_version": Row(args=("uyelik", 1), **PUBLIC),
    "privacy_cookies": Row(**PUBLIC),
    "privacy_retention": Row(**PUBLIC),
    "data_request": Row(**PUBLIC),
    "data_request_sent": Row(visitor=302, resident=302, clerk=302),
    "my_privacy": Row(**OWN),
    "my_data": Row(**OWN),
    "my_data_file": Row(**OWN),
    "account_deletion": Row(**OWN),
    "consent_change": Row(args=("news",), method="post", visitor="login", resident=302, clerk=302),
    "account_deletion_stop": Row(method="post", visitor="login", resident=302, clerk=302),
    "data_request_withdraw": Row(
        args=_own_request, method="post", visitor="login", resident=404, clerk=404, owner=302, owner_user=_owner
    ),
}
