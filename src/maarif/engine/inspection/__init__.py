"""What is wrong with the services, found before a citizen does."""

from maarif.engine.inspection.types import Fault
from maarif.engine.inspection.whole import inspect

__all__ = ["Fault", "inspect"]
