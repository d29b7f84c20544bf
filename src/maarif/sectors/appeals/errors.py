"""What the appeals room refuses, by name."""

from maarif.kernel.errors import Refusal


class NotYourAnswer(Refusal):
    """The answer was not given, or is not to be approved, by this officer's office."""


class NoSuchAnswer(Refusal):
    """There is no such answer to approve or to take down, or somebody else was quicker."""


class SecondPersonNeeded(Refusal):
    """Whoever proposed an answer cannot approve it."""


class HoldsPersonalData(Refusal):
    """The text names the applicant or holds a number or an address of somebody; `params["found"]` says which words."""


class ReasonMissing(Refusal):
    """What was published is not taken down without a reason, nor put back without one."""


class AnotherIsUp(Refusal):
    """Another answer to the same appeal in this language is proposed or published: two are never up at a time."""


class NotWhole(Refusal):
    """Question and answer have to say something, and no more than the longest text."""


class NoSuchAppeal(Refusal):
    """There is no anonymous appeal with this number on this desk, or for this code."""


class NotToBeDone(Refusal):
    """The anonymous appeal stands where this cannot be done with it; `params["fate"]` says where."""


class BadTicket(Refusal):
    """The form was not given out by us, or too long ago."""


class TooQuick(Refusal):
    """Nobody reads and fills the form so quickly; `params["seconds"]` says how long it has to be open."""


class TooMany(Refusal):
    """Too many came from this address, or from everywhere, in a short time."""


class SomethingMissing(Refusal):
    """A letter without a name that leaves out, or says wrongly, what `params["field"]` names."""
