"""A service that asks for files: the certificate of study with one more question, put in the place of the true one."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.engine.declare import LAW, Field, FileType, Kind, Service
from maarif.engine.registry import discovery
from maarif.support.files import storage
from maarif.support.files.types import Arrival

CODE = SERVICE.code
PAPERS: Field[Any] = Field(
    code="papers",
    kind=Kind.FILE,
    purpose=LAW.study_certificate,
    accepts=(FileType.PDF, FileType.IMAGE),
    most_files=3,
    most_megabytes=2,
    most_pages=20,
)


@contextmanager
def asks_for_files(**changes: object) -> Iterator[Service[Any]]:
    """While this lasts the certificate of study asks for papers first of all."""
    papers = replace(PAPERS, **changes)
    changed: Service[Any] = replace(SERVICE, form=(papers, *SERVICE.form))
    others = {each.code: each for each in discovery.all_services() if each.code != CODE}
    found = MappingProxyType({**others, CODE: changed})
    with patch.object(discovery, "_found", lambda: found):
        yield changed


def arrival(content: bytes, name: str = "paper.pdf") -> Arrival:
    """A file that has just come in."""
    path = storage.incoming() / secrets.token_hex(8)
    path.write_bytes(content)
    return Arrival(name=name, path=path, size=len(content), digest=hashlib.sha256(content).digest())
