"""A paper as it would look: set in type for nobody, signed by nobody, and saying that it is a specimen."""

from datetime import date, datetime

from django.conf import settings

from maarif.kernel import clock, public_ids
from maarif.support.documents import renderings, rules
from maarif.support.documents.types import Order


def specimen(order: Order, language: str, *, issued_on: date | None = None) -> bytes:
    """The unsigned PDF of an order that was never issued, in one language; touches no database. For `maarif inspect`."""
    moment: datetime = clock.now()
    day = issued_on or moment.date()
    number = rules.registration_number(rules.series_of(order.country, order.kind), day.year, 0)
    snapshot = rules.snapshot_of(
        order, public_id=public_ids.from_number(0), number=number, issued_at=moment, issued_on=day
    )
    data = renderings.page_data(
        snapshot,
        token="specimen",  # noqa: S106 - it stands where a token would and opens nothing
        language=language,
        base=settings.BASE_URL,
        specimen=True,
    )
    return renderings.page_pdf(order.paper, data, moment)
