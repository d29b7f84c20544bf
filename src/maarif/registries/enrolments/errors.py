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


class NotEnrolledThere(Refusal):
    """The person has no current study of this kind at this institution."""

    default_code = "enrolments.not_enrolled_there"


class ClassUnfit(Refusal):
    """The class is of another institution or grade; `fact` says which, `constraint` is empty."""

    default_code = "enrolments.class_unfit"


class ProgrammeUnfit(Refusal):
    """The programme is of another institution, or of none that is open; `fact` says which."""

    default_code = "enrolments.programme_unfit"


class NoFreePlace(Refusal):
    """Every place of the class is taken or held."""

    default_code = "enrolments.no_free_place"


class HoldRefused(Refusal):
    """The database refused to hold a place; `constraint` names the rule."""

    default_code = "enrolments.hold_refused"


class FormRefused(Refusal):
    """Another special form holds these days already, or they are no days of the enrolment; `constraint` names the rule."""

    default_code = "enrolments.form_refused"


class DuplicateRefused(Refusal):
    """There is no document to duplicate, or the institution has given this number before; `constraint` names the rule."""

    default_code = "enrolments.duplicate_refused"


class PromotionRefused(Refusal):
    """The promotion cannot go on or back as it stands; `status` says where it is."""

    default_code = "enrolments.promotion_refused"


class PromotionUnknown(MaarifError):
    """There is no such promotion."""

    default_code = "enrolments.promotion_unknown"


class EnrolmentUnknown(MaarifError):
    """There is no such enrolment."""

    default_code = "enrolments.unknown"
