"""Who a personal number belongs to, answered by the register of people and plugged in by `config/wiring.py`."""

from collections.abc import Callable
from datetime import date

FindPerson = Callable[[str, str, date], int | None]
"""Country, personal number, birth date -> the person's party, or None when the registers know nobody such."""


def _nobody(country: str, number: str, birth_date: date) -> int | None:
    return None


_plugged: list[FindPerson] = [_nobody]


def register(find_person: FindPerson) -> None:
    """Plugs in the lookup."""
    _plugged[0] = find_person


def find_person(country: str, number: str, birth_date: date) -> int | None:
    """The party of the person with this number and birth date, or None."""
    return _plugged[0](country, number, birth_date)
