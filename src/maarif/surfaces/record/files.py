"""Files of people on their way to a browser: always an attachment in a sandbox, or the picture of a page."""

from pathlib import Path
from typing import Final

from django.http import FileResponse

from maarif.support.files.types import Content

SANDBOX: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS: Final = {
    "Content-Security-Policy": SANDBOX,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment(content: Content) -> FileResponse:
    """The content as a download under its own name (RFC 5987), which no browser opens inside the portal."""
    return FileResponse(
        content.path.open("rb"),
        as_attachment=True,
        filename=content.card.name,
        content_type=content.media,
        headers=_HEADERS,
    )


def picture(path: Path) -> FileResponse:
    """The picture of a page, drawn by ourselves: the one thing that is shown in place."""
    return FileResponse(path.open("rb"), content_type="image/png", headers=_HEADERS)
