"""A file of a case, page by page."""

from typing import Final

from django.urls import reverse

from maarif.engine import forms
from maarif.support.files import queries
from maarif.support.files.types import FileNotFound, State
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.types import FilePage, FileSheet
from maarif.surfaces.frame.environment import text

SHEETS: Final = 5
"""Pages of a file that are drawn at once."""


def file_for(viewer: Actor, public_id: str, *, begin: int = 1) -> FilePage:
    """Some pages of a clean file from the page `begin` on. FileNotFound."""
    card = queries.file_for(viewer, public_id)
    total = card.pages or 0
    if card.state is not State.CLEAN or not 1 <= begin <= total:
        raise FileNotFound(public_id=public_id[:40])
    here = reverse("desk:file", args=[card.public_id])
    last = min(total, begin + SHEETS - 1)
    return FilePage(
        name=card.name,
        size=text(forms.size_in_words(card.size)),
        total=total,
        scanned=card.scan.value,
        sheets=tuple(
            FileSheet(number=number, href=reverse("desk:file_page", args=[card.public_id, number]))
            for number in range(begin, last + 1)
        ),
        content=reverse("desk:file_content", args=[card.public_id]),
        previous=f"{here}?from={max(1, begin - SHEETS)}" if begin > 1 else None,
        next=f"{here}?from={last + 1}" if last < total else None,
    )
