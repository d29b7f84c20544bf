"""What the cases room refuses, by name."""

from maarif.engine.decisions import Reason
from maarif.engine.forms import FieldError
from maarif.kernel.errors import MaarifError, Refusal
from maarif.kernel.text import Text


class AssuranceTooLow(Refusal):
    """The service needs a surer sign-in: the national provider."""


class NotYourWard(Refusal):
    """The applicant is neither the subject nor their guardian today."""


class SubjectNotChosen(Refusal):
    """Several people could be meant: the applicant has to say for whom."""


class NotAllowed(Refusal):
    """The rules of the service do not grant it; `reasons` say why and what to do."""

    def __init__(self, *, service: str, reasons: tuple[Reason, ...]) -> None:
        super().__init__(service=service, rules=tuple(reason.rule for reason in reasons))
        self.reasons = reasons


class DraftNotFound(Refusal):
    """No such open draft of this applicant: absent, sent, expired and another's look alike."""


class QuestionNotAsked(Refusal):
    """The draft does not ask this question, or a register answers it."""


class DraftIncomplete(Refusal):
    """Questions are still without an answer; `params["missing"]` are their codes in order."""


class AnswersChanged(Refusal):
    """The answers are no longer those that the applicant saw on the page: they have to look again."""


class DeclarationMissing(Refusal):
    """The declaration was not confirmed."""


class BadIdempotencyKey(Refusal):
    """A key is 8 to 80 visible ASCII characters."""


class OtherContent(Refusal):
    """The idempotency key was used before for something else (422)."""


class SubmissionInFlight(Refusal):
    """The same submission is being written at this moment (409): ask again in a second."""


class AlreadyOpen(Refusal):
    """Another case of this service about this subject is open: it has to end, or be taken back, first."""


class CaseNotKept(MaarifError):
    """The database refuses a case's row for a reason that no person can help; `params["constraint"]` names it."""


class NotYourTurn(Refusal):
    """The case does not wait for this officer's office."""


class NothingToDecide(Refusal):
    """The stage cannot go there, or is not open any more: somebody else was quicker."""


class ClaimedByAnother(Refusal):
    """A colleague has the case on the desk."""


class GroundMissing(Refusal):
    """A refusal names at least one of its grounds."""


class GroundNotHeld(Refusal):
    """A ground that the law ties to facts, which are not so; `params["ground"]` names it."""


class MayNotSit(Refusal):
    """The office may not have this case: it is about that office itself."""


class ExtendedTooFar(Refusal):
    """The rules do not allow so long an extension; `params["left"]` is how many working days they still allow."""


class NoteMissing(Refusal):
    """The decision has to say something in its own words."""


class OpinionsAwaited(Refusal):
    """An opinion that is needed has not come, and its term has not ended."""


class SecondPersonNeeded(Refusal):
    """Whoever proposed a decision cannot confirm it."""


class OwnCase(Refusal):
    """Nobody decides about themselves, or about a child of theirs: a colleague does, or another office."""


class NotedWrong(Refusal):
    """What the officer filled in is not accepted; `errors` say which questions and why."""

    def __init__(self, *, errors: tuple[FieldError, ...]) -> None:
        super().__init__(fields=tuple(error.field for error in errors))
        self.errors = errors


class EffectPrevented(Refusal):
    """A register does not take what the decision would change: nothing is decided; `said` tells whoever decides why."""

    def __init__(self, *, case: str, why: str, said: Text) -> None:
        super().__init__(case=case, why=why)
        self.said = said


class CaseNotFound(Refusal):
    """No such case for this viewer: absent and forbidden look alike."""
