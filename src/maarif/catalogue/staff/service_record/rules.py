"""What the service judges: whether there is any service to certify."""

from maarif.catalogue.certificates import people
from maarif.catalogue.staff.service_record.facts import Facts

alive = people.alive
birth_date_known = people.birth_date_known


def has_service(facts: Facts) -> bool:
    """The register shows at least one employment."""
    return bool(facts.record.employments)
