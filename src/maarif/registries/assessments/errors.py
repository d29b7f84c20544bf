"""Named refusals of the assessments room."""

from maarif.kernel.errors import Refusal


class ResultRefused(Refusal):
    """The database refused a result; `constraint` names the rule."""

    default_code = "assessments.refused"
