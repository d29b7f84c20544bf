"""Turns the database settings of the environment into Django's, one entry for the role that this process takes."""

from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from maarif.config import environment
from maarif.config.postgres import Cluster

URL_OF_ROLE: Final = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "reader": "DATABASE_READER_URL"}


def embedded() -> Cluster:
    """The embedded cluster of this checkout."""
    return Cluster(environment.var() / "postgres")


def embedded_name() -> str:
    """Name of the embedded database: one per country, so that three demos live side by side."""
    return f"maarif_{environment.value('MAARIF_COUNTRY')}"


def is_embedded() -> bool:
    """Whether no external database is named."""
    return not environment.value("DATABASE_URL")


def url_of(role: str) -> str:
    """The connection URL of a role: its own setting, else DATABASE_URL, else the embedded cluster."""
    named = environment.value(URL_OF_ROLE[role]) or environment.value("DATABASE_URL")
    return named or embedded().url(f"maarif_{role}", embedded_name())


def parse(url: str) -> dict[str, Any]:
    """Django's database entry for a `postgresql://user:password@host:port/name?option=value` URL."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "maarif.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 3, **options},
    }
