"""What granting does: the certificate is issued in the institution's name."""

from maarif.catalogue.certificates import studies
from maarif.catalogue.certificates.studies import Studies
from maarif.engine.declare import Filled, Granted

LINES = ("institution", "level", "programme", "form", "teaching_language", "funding", "since", "until", "presented_to")


def certificate(granted: Granted[Studies]) -> Filled:
    """Fills the certificate for the chosen place of study; officers of that institution may revoke it."""
    card = studies.chosen(granted.facts.here, granted.answers["enrolment"])
    return studies.filled(granted, card, LINES, issuer=card.institution_name, institution=card.institution)
