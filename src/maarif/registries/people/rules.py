"""Pure law of the people room: ages of majority and of parents."""

from datetime import date
from typing import Final

ADULT_AGE: Final = 18
"""Full legal capacity: Civil Code of Azerbaijan art. 28, of Kazakhstan art. 17, of the Kyrgyz Republic art. 56."""

PARENT_GAP: Final = 12
"""A record in which a parent by birth is less than this much older than the child is a mistake of the source."""


def years_before(day: date, years: int) -> date:
    """The same calendar day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def is_minor(birth_date: date | None, on: date) -> bool:
    """Whether somebody is under age on a day; an unknown birth date proves nobody a minor."""
    return birth_date is not None and birth_date > years_before(on, ADULT_AGE)
