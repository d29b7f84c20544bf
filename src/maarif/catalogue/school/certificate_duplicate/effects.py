"""What granting does: the register knows the duplicate, and the paper is issued in place of the lost one."""

from maarif.catalogue.duplicates import issuing
from maarif.catalogue.duplicates.facts import Finished
from maarif.engine.declare import Filled, Granted

LINES = ("institution", "level", "graduated_on", "original_number", "duplicate_number", "what_happened", "archive")

record = issuing.record


def duplicate(granted: Granted[Finished]) -> Filled:
    """The duplicate."""
    return issuing.filled(granted, LINES)
