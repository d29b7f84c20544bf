"""The queue beside its slow model in random lives."""

from hypothesis import settings
from tests.kernel.placement.queue_model import Life, Years


class TestLife(Life.TestCase):  # type: ignore[misc, name-defined]
    """A share of the lives; `tests/proofs/queue_order.py` has the full count, and breaks every rule under them."""

    settings = settings(max_examples=15, stateful_step_count=25, deadline=None, derandomize=True)


class TestYears(Years.TestCase):  # type: ignore[misc, name-defined]
    """The same with re-sorts, distributions and exchanges."""

    settings = TestLife.settings
