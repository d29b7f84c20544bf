"""What every page knows beside its own content: who reads, for whom, in which language, in which country."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input

from maarif.kernel.countries import Country, active_country
from maarif.support.parties.types import ANONYMOUS, Actor, Assurance
from maarif.surfaces.frame import appearance, environment

NAMES: Final = {"az": "Azərbaycanca", "ru": "Русский", "kk": "Қазақша", "ky": "Кыргызча", "en": "English"}
_SESSION_NAMES: Final = "frame.names"
_name_of: Callable[[int], str] = str
_unread_of: Callable[[int], int] = lambda party: 0  # noqa: E731 - replaced by the wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """One of the five languages and the address of this very page in it."""

    code: str
    name: str
    href: str
    current: bool


class HiddenToken:
    """The hidden field against forged forms, made when the page's first form asks for it; all forms of one page share it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._made: str | None = None

    def __html__(self) -> str:
        if self._made is None:
            self._made = str(csrf_input(self._request))
        return self._made

    __str__ = __html__


class Frame:
    """What the base template asks for; a page that asks for nothing personal costs nothing personal."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)
        self.look = appearance.read(request.COOKIES.get(appearance.COOKIE, ""))
        self.demo: bool = settings.DEMO

    @property
    def country(self) -> Country:
        """The country served."""
        return active_country()

    @property
    def signed_in(self) -> bool:
        """Whether somebody is known."""
        return self.actor.account is not None

    @property
    def official(self) -> bool:
        """Whether the page was opened in an office."""
        return self.actor.assurance is Assurance.OFFICIAL and self.actor.scope_kind is not None

    @property
    def person(self) -> str:
        """The full name of whoever is signed in; empty for an account that is not yet tied to a person."""
        return "" if self.actor.party is None else self._name(self.actor.party)

    @property
    def acting_for(self) -> str:
        """The name of the child for whom a guardian acts now; empty when acting for oneself."""
        party = getattr(self.request, "acting_for", None) or self.actor.acting_for
        return "" if party is None else self._name(int(party))

    @property
    def unread(self) -> int:
        """How many messages wait unread."""
        return 0 if self.actor.party is None else _unread_of(self.actor.party)

    @property
    def session_seconds(self) -> int:
        """How long a session lasts while nothing happens; the script asks again before it is over."""
        return int(settings.SESSION_COOKIE_AGE)

    @property
    def languages(self) -> tuple[LanguageChoice, ...]:
        """The five languages, each with the address of this page in it: only the prefix differs."""
        path = self.request.get_full_path()
        current = environment.language()
        has_prefix = path[1:3] in NAMES and path[3:4] in {"/", ""}
        rest = path[3:] if has_prefix else "/"
        return tuple(
            LanguageChoice(code=code, name=name, href=f"/{code}{rest}", current=code == current)
            for code, name in NAMES.items()
        )

    def _name(self, party: int) -> str:
        """The name of a party, asked once in a session."""
        session = self.request.session
        names: dict[str, str] = session.get(_SESSION_NAMES, {})
        if str(party) not in names:
            names = {**names, str(party): _name_of(party)}
            session[_SESSION_NAMES] = names
        return names[str(party)]


def plug_in(*, name_of: Callable[[int], str], unread_of: Callable[[int], int]) -> None:
    """Wiring tells how a party is called and how many messages wait for it."""
    global _name_of, _unread_of
    _name_of, _unread_of = name_of, unread_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The names that every template may use."""
    frame = Frame(request)
    return {
        "frame": frame,
        "actor": frame.actor,
        "languages": frame.languages,
        "bare": False,
        "csrf_input": HiddenToken(request),
    }
