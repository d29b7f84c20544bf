"""The portal as granian serves it, with a service that asks for files; MAARIF_PLANTED=1 plants two faults for the proof to catch."""

import mimetypes
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from maarif.config.wsgi import application as portal
from maarif.support.files import operations, rules, workshop
from maarif.support.files.types import Content, Format, Limits, Verdict
from maarif.surfaces.cabinet.views import papers
from tests.engine.filing import asks_for_files

_asking = asks_for_files(most_files=10)  # kept: it ends when nobody holds it
_asking.__enter__()


def _by_name(source: Path, target: Path, limits: Limits) -> Verdict:
    """Planted: whatever calls itself something is believed."""
    return Verdict(format=Format.PDF, pages=1)


def _as_it_is(content: Content) -> Any:
    """Planted: served in place under the type that its name suggests, without a header of safety."""
    from django.http import HttpResponse

    kind = mimetypes.guess_type(content.card.name)[0] or "text/html"
    answer = HttpResponse(content.path.read_bytes(), content_type=kind)
    answer._csp_exempt = True  # type: ignore[attr-defined]
    return answer


if os.environ.get("MAARIF_PLANTED"):
    patch.object(workshop, "examine", _by_name).start()
    patch.object(operations.workshop, "examine", _by_name).start()
    patch.object(rules, "named_after", lambda name, format: name).start()
    patch.object(papers, "attachment", _as_it_is).start()

application = portal
