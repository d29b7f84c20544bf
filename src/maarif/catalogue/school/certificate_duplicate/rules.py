"""What the service judges: of what a duplicate can be given, and what it puts out of force."""

from maarif.catalogue.certificates import people
from maarif.catalogue.duplicates import issuing

alive = people.alive
birth_date_known = people.birth_date_known
finished = issuing.finished
document_recorded = issuing.document_recorded
consequences = issuing.consequences
