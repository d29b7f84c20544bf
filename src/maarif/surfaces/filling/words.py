"""What forms and cases say alike: reasons of a refusal, where a service is described."""

from collections.abc import Sequence

from django.urls import reverse

from maarif.engine.decisions import Reason
from maarif.engine.registry import service, text_of
from maarif.surfaces.filling.types import ReasonView
from maarif.surfaces.frame.environment import text


def reasons(given: Sequence[Reason]) -> tuple[ReasonView, ...]:
    """Reasons of a refusal in the language of the page."""
    return tuple(
        ReasonView(
            text=text(reason.reason),
            remedy=text(reason.remedy),
            law=text(reason.law.article) if reason.law is not None else "",
            law_url=reason.law.url if reason.law is not None else "",
            instead=tuple((service_page(code), text(text_of(service(code), "title"))) for code in reason.instead),
        )
        for reason in given
    )


def service_page(code: str) -> str:
    """The address of the page that a service has before sign-in."""
    return reverse("public:service", args=code.split(".", 1))
