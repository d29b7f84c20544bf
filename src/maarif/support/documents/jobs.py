"""Background work of the documents room: rendering before anybody asks, and forgetting what need not be kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

RENDERINGS_KEPT: Final = timedelta(days=365)


@app.task(name="documents.render", queue="documents", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def render(*, document: int, language: str) -> None:
    """Makes the signed PDF of a document in one language, unless somebody was quicker; may run any number of times."""
    from maarif.support.documents.renderings import rendering_of

    rendering_of(document, language)


def defer_rendering(wanted: Sequence[tuple[int, str]]) -> None:
    """Puts the rendering of documents (id, language) on the queue, inside the transaction that issues them."""
    orders: list[dict[str, JSONValue]] = [{"document": document, "language": language} for document, language in wanted]
    render.batch_defer(*orders)


@app.periodic(cron="20 3 * * *")
@app.task(name="documents.forget", queue="documents", queueing_lock="documents.forget")
def forget(timestamp: int) -> None:
    """Forgets renderings after a year: they can be made anew."""
    from maarif.kernel import clock
    from maarif.support.documents.models import Rendering

    Rendering.objects.filter(made_at__lt=clock.now() - RENDERINGS_KEPT).delete()
