"""Named refusals of the institutions room."""

from maarif.kernel.errors import Refusal


class InstitutionRefused(Refusal):
    """The database refused an institution's data; `constraint` names the rule."""

    default_code = "institutions.refused"
