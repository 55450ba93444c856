import threading

import pytest
from django.db import connections

from konsey.errors import Refused
from meclisler.models import Body
from meclisler.services import save_body
from tests.factories.konsey import NeighbourhoodFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    barrier, answers = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
            answers.append("stored")
        except Refused as refusal:
            answers.append(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_three_bodies_hung_under_each_other_at_once_never_close_the_circle():
    bodies = [BodyFactory() for _n in range(3)]
    for place, body in enumerate(bodies):
        body.parent = bodies[(place + 1) % 3]

    answers = at_once(*[lambda body=body: save_body(by=None, body=body) for body in bodies])

    assert sorted(answers) == ["Bir kurul kendisine veya kendisine bağlı bir kurula bağlanamaz.", "stored", "stored"]
    assert Body.objects.filter(parent__isnull=True).count() == 1


def test_one_of_eight_clerks_founds_the_neighbourhood_assembly():
    place = NeighbourhoodFactory()
    new = [
        Body(kind="neighbourhood_assembly", name="Mahalle Meclisi", purpose="Amaç.", neighbourhood=place)
        for _n in range(8)
    ]

    answers = at_once(*[lambda body=body: save_body(by=None, body=body) for body in new])

    assert sorted(answers) == ["Bu mahallenin kapanmamış bir mahalle meclisi var."] * 7 + ["stored"]
    assert Body.objects.count() == 1
