"""Named refusals of the posts room."""

from maarif.kernel.errors import MaarifError, Refusal


class PostRefused(Refusal):
    """The database refused a post or an employment; `constraint` names the rule."""

    default_code = "posts.refused"


class PostFull(Refusal):
    """The shares of a post would exceed its full-time equivalent."""

    default_code = "posts.full"


class LoadExceeded(Refusal):
    """The person's shares of some day would exceed the largest load; `load`, `largest` and the `rule_set` say by how much."""

    default_code = "posts.load_exceeded"


class PostOccupied(Refusal):
    """Somebody holds the post before it opens or after it closes."""

    default_code = "posts.occupied"


class NoMainPost(Refusal):
    """Only somebody with a main post holds a second one beside it."""

    default_code = "posts.no_main_post"


class LeaveRefused(Refusal):
    """The leave overlaps another, lies outside the employment, or its post is given away; `constraint` names the rule."""

    default_code = "posts.leave_refused"


class EmploymentUnknown(MaarifError):
    """There is no such employment, or it has ended."""

    default_code = "posts.employment_unknown"


class PostUnknown(MaarifError):
    """There is no such post."""

    default_code = "posts.unknown"
