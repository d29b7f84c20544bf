"""What the registry of services refuses, by name."""

from maarif.kernel.errors import MaarifError


class NoSuchService(MaarifError):
    """There is no service with this code."""


class ServiceNotRun(MaarifError):
    """The service exists but the country does not run it."""


class FunctionGone(MaarifError):
    """A frozen declaration names a function that the code no longer has: cases sent under it cannot go on by themselves."""


class NoSuchText(MaarifError):
    """Neither the service's own texts nor the standard ones have this key."""


class NotAService(MaarifError):
    """A `service.py` without a `SERVICE`, or one whose code is not its folder."""
