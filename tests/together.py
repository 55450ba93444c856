"""Doing several things at the same moment, each in a thread with its own connection."""

import threading
from collections.abc import Callable, Sequence

from django.db import connections

from konsey.errors import Refused

PATIENCE = 120  # seconds until a thread that hangs fails the test


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run the acts together; return, in their order, what each returned, or the sentence it was refused with.

    Any other exception of an act is raised here.
    """
    barrier = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)
    broken: list[Exception] = []

    def run(place: int) -> None:
        try:
            barrier.wait(PATIENCE)
            answers[place] = acts[place]()
        except Refused as refusal:
            answers[place] = refusal.message
        except Exception as error:  # shown by the main thread
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if broken:
        raise broken[0]
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return answers
