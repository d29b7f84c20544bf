"""Named refusals of the posts room."""

from maarif.kernel.errors import Refusal


class PostRefused(Refusal):
    """The database refused a post or an employment; `constraint` names the rule."""

    default_code = "posts.refused"


class PostFull(Refusal):
    """The shares of a post would exceed its full-time equivalent."""

    default_code = "posts.full"
