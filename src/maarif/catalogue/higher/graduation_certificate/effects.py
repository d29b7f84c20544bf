"""What granting does: the certificate is issued in the name of the institution that was finished."""

from maarif.catalogue.certificates import graduations, studies
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Filled, Granted

LINES = (
    "institution",
    "level",
    "programme",
    "form",
    "since",
    "graduated_on",
    "qualification",
    "diploma_number",
    "presented_to",
)


def certificate(granted: Granted[Graduations]) -> Filled:
    """Fills the certificate for the chosen graduation; officers of that institution may revoke it."""
    card = studies.chosen(granted.facts.completed, granted.answers["graduation"])
    return graduations.filled(granted, card, LINES, issuer=card.institution_name, institution=card.institution)
