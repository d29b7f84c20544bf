"""Where a form is filled in: whose it is, how its pages are addressed and framed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from maarif.support.parties.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The applicant, the prefix of the names of the pages, the template that frames them, and what it needs besides.

    `file_href` leads to a file of the draft, `sent_href` to what was sent, `done_href` to the page right after sending, `leave`
    (label and address) is the way back from the list of questions. `own` is whether the applicant fills it in themselves.
    """

    viewer: Actor
    space: str
    layout: str
    leave: tuple[str, str]
    file_href: Callable[[str], str]
    sent_href: Callable[[str], str]
    done_href: Callable[[str], str]
    own: bool = True
    extra: Mapping[str, object] = field(default_factory=dict)

    def to(self, name: str, *args: object) -> str:
        """The address of a page of the form."""
        return reverse(f"{self.space}{name}", args=args)
