"""What the service judges: who may ask, and what granting changes."""

from maarif.catalogue.certificates import people
from maarif.catalogue.special_study import measures

alive = people.alive
birth_date_known = people.birth_date_known
is_pupil = measures.is_pupil
not_interrupted = measures.not_interrupted
no_other_form = measures.no_other_form
consequences = measures.consequences
