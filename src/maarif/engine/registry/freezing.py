"""A declaration as plain data with its texts, and the digest that names it: what a case was submitted under."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import FunctionType
from typing import Any

from maarif.engine.declare import Service
from maarif.engine.declare.texts import keys_of
from maarif.engine.registry.texts import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A declaration frozen: its body as JSON and the SHA-256 of the canonical form."""

    digest: str
    body: Mapping[str, Any]


def frozen(service: Service[Any]) -> Frozen:
    """The frozen copy of a declaration: form, rules, stages, deadlines and texts; functions by their names."""
    return _frozen(service)


@lru_cache(maxsize=512)
def _frozen(service: Service[Any]) -> Frozen:
    body = {
        "declaration": plain(service),
        "texts": {key: text_of(service, key).as_dict() for key in keys_of(service)},
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Frozen(digest=hashlib.sha256(canonical.encode()).hexdigest(), body=json.loads(canonical))


def plain(value: object) -> object:
    """A declaration, or a part of it, as JSON can say it: frozen values by their class and fields, functions by their names."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, FunctionType):
        return f"{value.__module__}:{value.__qualname__}"
    return value if value is None or isinstance(value, int | str | bool) else str(value)
