"""What granting does: the certificate is issued in the ministry's name."""

from maarif.catalogue.certificates import graduations, studies
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Filled, Granted
from maarif.kernel.countries import office

LINES = (
    "institution",
    "country",
    "level",
    "programme",
    "since",
    "graduated_on",
    "qualification",
    "diploma_number",
    "presented_to",
)


def certificate(granted: Granted[Graduations]) -> Filled:
    """Fills the certificate for the chosen graduation; only the ministry may revoke it."""
    card = studies.chosen(granted.facts.completed, granted.answers["graduation"])
    return graduations.filled(granted, card, LINES, issuer=office(granted.asking.country, "ministry"), institution=None)
