"""The Jinja environment of all pages: addresses, static files, translation and the formats of the reader's language."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils import translation
from jinja2 import StrictUndefined

from maarif.kernel.countries import active_country
from maarif.kernel.money import Money
from maarif.kernel.text import Text
from maarif.surfaces.frame import formats
from maarif.surfaces.frame.folding import SpokenEnvironment
from maarif.surfaces.frame.icons import icon


def environment(**options: Any) -> SpokenEnvironment:
    """Makes the environment; a name that a template misspells is an error, not an empty place."""
    made = SpokenEnvironment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    install: Callable[..., None] = made.install_gettext_callables  # type: ignore[attr-defined]
    install(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(url=url, url_or_none=url_or_none, static=static, icon=icon, language=language)
    made.filters.update(
        day=day,
        day_short=day_short,
        moment=moment,
        clock=clock,
        number=number,
        money=money,
        text=text,
        initials=initials,
    )
    return made


def language() -> str:
    """The language of the page being made."""
    return translation.get_language() or "az"


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name."""
    if args or kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _plain_url(name, language(), get_urlconf() or settings.ROOT_URLCONF)


def url_or_none(name: str, *args: object, **kwargs: object) -> str | None:
    """The address of a page, or None where this deployment has no such page."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return None


@lru_cache(maxsize=1024)
def _plain_url(name: str, language: str, urlconf: str) -> str:
    """An address without parameters: the same for every request in one language, and asked for dozens of times a page."""
    return reverse(name, urlconf)


def day(value: date | datetime) -> str:
    """`24 noyabr 2026`."""
    return formats.day(value, language(), active_country().time_zone)


def day_short(value: date | datetime) -> str:
    """`24 noyabr`: where the year is plain."""
    return formats.day(value, language(), active_country().time_zone, year=False)


def moment(value: datetime) -> str:
    """`24 noyabr 2026, 18:05`, in the country's time zone."""
    return formats.moment(value, language(), active_country().time_zone)


def clock(value: datetime) -> str:
    """`18:05`, in the country's time zone."""
    return formats.clock(value, active_country().time_zone)


def number(value: int | float | Decimal) -> str:
    """A number in groups of three."""
    return formats.number(value, language())


def money(value: Money) -> str:
    """An amount with its currency."""
    return value.format(language())


def text(value: Text | str) -> str:
    """A text in the reader's language; a plain string is given back as it is."""
    return value if isinstance(value, str) else value.in_(language())


def initials(name: str) -> str:
    """The first letter of a name, for an avatar."""
    return name.strip()[:1].upper()
