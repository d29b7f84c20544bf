"""Background work of the documents room: rendering and signing the PDF before anybody asks for it."""

from collections.abc import Sequence

from procrastinate.contrib.django import app
from procrastinate.types import JSONValue


@app.task(name="documents.render", queue="documents")
def render(*, document: int, language: str) -> None:
    """Makes the signed PDF of a document in one language, unless somebody was quicker; may run any number of times."""
    from maarif.support.documents.renderings import rendering_of

    rendering_of(document, language)


def defer_rendering(wanted: Sequence[tuple[int, str]]) -> None:
    """Puts the rendering of documents (id, language) on the queue, inside the transaction that issues them."""
    orders: list[dict[str, JSONValue]] = [{"document": document, "language": language} for document, language in wanted]
    render.batch_defer(*orders)
