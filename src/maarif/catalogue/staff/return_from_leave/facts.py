"""What the service reads: the posts held, and from which of them the person is on leave today."""

from maarif.catalogue.employment import held, leaves

Facts = leaves.OnLeave
name = held.name
birth_date = held.birth_date
of_case = leaves.of_case
employments = leaves.can_be_resumed
employer = held.employer
from_today = held.from_today
within_a_year = held.within_a_year
