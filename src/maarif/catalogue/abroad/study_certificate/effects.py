"""What granting does: the certificate is issued in the ministry's name."""

from maarif.catalogue.certificates import studies
from maarif.catalogue.certificates.studies import Studies
from maarif.engine.declare import Filled, Granted
from maarif.kernel.countries import office

LINES = ("institution", "country", "level", "programme", "teaching_language", "since", "until", "presented_to")


def certificate(granted: Granted[Studies]) -> Filled:
    """Fills the certificate for the chosen place of study; only the ministry may revoke it."""
    card = studies.chosen(granted.facts.abroad, granted.answers["enrolment"])
    return studies.filled(granted, card, LINES, issuer=office(granted.asking.country, "ministry"), institution=None)
