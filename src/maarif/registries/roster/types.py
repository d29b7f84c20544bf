"""Values that cross the door of the roster room: counts, refused rows, and what a load reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from maarif.kernel.text import Language


class Mode(StrEnum):
    """What a file of a bundle is: all there is, what changed, or not there."""

    BULK = "bulk"
    DELTA = "delta"
    ABSENT = "absent"


@dataclass(slots=True, kw_only=True)
class Counts:
    """What became of the rows of one file; `read` is always the sum of the other four."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return {
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A fault of one row: where it stands, the rule it breaks, and the value when it may be shown."""

    file: str
    line: int
    sourced_id: str
    field: str
    rule: str
    value: str = ""

    def message(self, language: str) -> str:
        """What is wrong, in words."""
        from maarif.registries.roster import wording

        return wording.rule(self.rule, "text", Language(language), field=self.field, value=self.value)

    def fix(self, language: str) -> str:
        """How to put it right, in words."""
        from maarif.registries.roster import wording

        return wording.rule(self.rule, "fix", Language(language), field=self.field, value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a load did: counts by file (and of guardianships, which stand in users.csv), what was ended, how many rejects."""

    counts: Mapping[str, Counts]
    ended: Mapping[str, int]
    derived: int
    rejects: int
    seconds: float
    dry_run: bool = False

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For JSON: counts by file."""
        found = {name: counts.as_dict() for name, counts in self.counts.items()}
        if self.ended:
            found["ended"] = dict(self.ended)
        if self.derived:
            found["derived"] = {"enrollments": self.derived}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a load is: the file, its rows so far, and how much of its bytes has been read."""

    file: str
    rows: int
    share: float = field(default=0.0)
