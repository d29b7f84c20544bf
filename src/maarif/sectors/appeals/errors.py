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


class NotWhole(Refusal):
    """Question and answer have to say something, and no more than the longest text."""
