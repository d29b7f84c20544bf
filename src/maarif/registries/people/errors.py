"""Named refusals of the people room."""

from maarif.kernel.errors import MaarifError, Refusal


class PurposeMissing(Refusal):
    """An official asked for a record without saying why."""

    default_code = "people.purpose_missing"


class NotAnOfficial(Refusal):
    """Searching the register needs an office and a second factor."""

    default_code = "people.not_an_official"


class PersonUnknown(MaarifError):
    """There is no such person."""

    default_code = "people.person_unknown"


class NumberTaken(Refusal):
    """The personal number belongs to somebody else already."""

    default_code = "people.number_taken"


class NotWritable(Refusal):
    """The database refused a person's data; `constraint` names the rule."""

    default_code = "people.not_writable"


class RenameRefused(Refusal):
    """The new name is the old one, is not borne yet, or was given for that day already; `constraint` names the rule."""

    default_code = "people.rename_refused"


class GuardianshipRefused(Refusal):
    """The database refused a bond; `constraint` names the rule: too young, overlapping, of oneself."""

    default_code = "people.guardianship_refused"


class OwnRecord(Refusal):
    """Nobody decides whether their own record and another one are the same person's."""


class CandidateDecided(Refusal):
    """Somebody decided this pair already."""

    default_code = "people.candidate_decided"


class MergeConflict(Refusal):
    """Two records cannot become one as they stand; `table` and `constraint` say where they contradict each other."""

    default_code = "people.merge_conflict"


class MergeMoved(Refusal):
    """A merge cannot be undone exactly: rows that it moved have moved again since; `table` says which."""

    default_code = "people.merge_moved"
