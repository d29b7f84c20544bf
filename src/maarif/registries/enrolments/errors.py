"""Named refusals of the enrolments room."""

from maarif.kernel.errors import MaarifError, Refusal


class EnrolmentRefused(Refusal):
    """The database refused an enrolment; `constraint` names the rule."""

    default_code = "enrolments.refused"


class AlreadyEnrolled(Refusal):
    """The person studies on this level already, or the periods overlap."""

    default_code = "enrolments.already_enrolled"


class TransitionRefused(Refusal):
    """An enrolment in its status cannot become what was asked."""

    default_code = "enrolments.transition_refused"


class EnrolmentUnknown(MaarifError):
    """There is no such enrolment."""

    default_code = "enrolments.unknown"
