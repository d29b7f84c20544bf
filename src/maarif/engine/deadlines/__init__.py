"""Terms of services and the dates they lead to."""

from maarif.engine.deadlines.rules import deadline_of, from_json, term_of, to_json
from maarif.engine.deadlines.types import Deadline, SkippedDay

__all__ = ["Deadline", "SkippedDay", "deadline_of", "from_json", "term_of", "to_json"]
