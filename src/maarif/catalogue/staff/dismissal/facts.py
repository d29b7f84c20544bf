"""What the service reads: the posts that the person holds today."""

from maarif.catalogue.employment import held

Facts = held.Worker
name = held.name
birth_date = held.birth_date
of_case = held.of_case
employments = held.employments
chosen = held.chosen
employer = held.employer
from_today = held.from_today
within_a_year = held.within_a_year
