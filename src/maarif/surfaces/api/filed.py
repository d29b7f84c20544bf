"""Files shaped as the schemas say: those that were sent, those that lie ready, and what fits."""

from collections.abc import Iterable
from typing import Any

from maarif.support.files.types import FileCard, FileRef, Limits

Json = dict[str, Any]


def refs(sent: Iterable[FileRef | FileCard]) -> list[Json]:
    """Files that were sent."""
    return [{"id": each.public_id, "name": each.name, "size": each.size} for each in sent]


def enclosed(ready: Iterable[FileCard]) -> list[Json]:
    """Files that are put in, each with how far its check is."""
    return [
        {"id": each.public_id, "name": each.name, "size": each.size, "state": each.state, "pages": each.pages}
        for each in ready
    ]


def limits(limits: Limits) -> Json:
    """What fits."""
    return {
        "accepts": list(limits.accepts),
        "most_bytes": limits.most_bytes,
        "most_pages": limits.most_pages,
        "most_files": limits.most_files,
    }
