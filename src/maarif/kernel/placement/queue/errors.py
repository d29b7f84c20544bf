"""What an event of a queue can be refused for, each by name; after a refusal nothing has changed."""

from maarif.kernel.errors import MaarifError


class QueueFault(MaarifError):
    """An event that the queue does not take; `params` say whose and what."""


class BadRules(QueueFault):
    """The rules contradict themselves; `params`: field, fault."""


class OutOfOrder(QueueFault):
    """An event is dated before the one that it follows."""


class ChildKnown(QueueFault):
    """The child is in the queue or holds a place already."""


class UnknownChild(QueueFault):
    """There is no such child."""


class UnknownStream(QueueFault):
    """The rules know no such stream."""


class UnknownGroup(QueueFault):
    """The rules know no such age group."""


class BadWishes(QueueFault):
    """No kindergarten, the same one twice, more than the rules allow, or the one where the child already is."""


class BadDate(QueueFault):
    """A date that cannot be: a birth or a ticket in the future, a number of places below one."""


class NotWaiting(QueueFault):
    """The child waits for no place."""


class SameAsBefore(QueueFault):
    """The event would change nothing: the stream, the freeze or the group is as it says already."""


class HoldsOffer(QueueFault):
    """The child must answer the open offer first."""


class NoOffer(QueueFault):
    """The child has no open offer."""


class NoPlace(QueueFault):
    """The child holds no place."""


class TooLate(QueueFault):
    """The offer's last day is over."""


class TooEarly(QueueFault):
    """The offer's last day is not over."""


class QuietTime(QueueFault):
    """No place is let out in these days."""


class NoFreePlace(QueueFault):
    """The group of this kindergarten has no free place, or not so many."""


class NobodyReady(QueueFault):
    """Nobody who could take a place now waits for it."""


class NotTheirTurn(QueueFault):
    """The record names another child than the rules do; `params`: child (named), due."""


class WrongDeadline(QueueFault):
    """The offer's last day is not the one that the rules and the calendar give; `params`: until (named), due."""


class OtherResult(QueueFault):
    """The recorded result of an exchange or a distribution is not the one that the rules give."""
