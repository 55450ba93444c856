"""One factory per model of the bodies, valid with no arguments."""

from tests.factories.meclisler.bodies import BodyFactory

__all__ = ["BodyFactory"]
