"""What is wrong with the services, found before a citizen does."""

from maarif.engine.inspection.inspect import inspect
from maarif.engine.inspection.types import Fault

__all__ = ["Fault", "inspect"]
