"""Named refusals of the programmes room."""

from maarif.kernel.errors import Refusal


class OfferRefused(Refusal):
    """The database refused a session, course, class or programme; `constraint` names the rule."""

    default_code = "programmes.refused"
