"""What the pages of the catalogue show: values read from the declarations, made for one language and one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from maarif.engine import registry
from maarif.engine.declare import Audience, LifeEvent, Service
from maarif.kernel.calendar import Calendar, OutsideCalendar
from maarif.kernel.countries import LawArticle, law_shown
from maarif.kernel.countries import country as country_of
from maarif.kernel.money import Money
from maarif.kernel.text import Text
from maarif.surfaces.public.terms import Promised, own_promise, promised

SHOWN_PER_AUDIENCE: Final = 5
_DAYS_AHEAD: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """A service in a list."""

    code: str
    title: Text
    summary: Text
    href: str
    at_once: bool
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceColumn:
    """An audience of the home page: its first services and how many there are."""

    name: Text
    services: tuple[ServiceCard, ...]
    total: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter that can be chosen: its name, how many services it leaves, its address."""

    name: Text
    total: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """The next public day off, which no term counts."""

    day: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home page; `at_once` is a service that the machine decides, if the country runs one."""

    total: int
    at_once: ServiceCard | None
    day_off: DayOff | None
    audiences: tuple[AudienceColumn, ...]
    events: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The list of services under the filters of the address."""

    query: str
    audience: str
    event: str
    found: tuple[ServiceCard, ...]
    total: int
    audiences: tuple[Choice, ...]
    events: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage:
    """A service before sign-in: who, what is needed, how long, at what price, what it gives, how to appeal, by which law."""

    card: ServiceCard
    who: Text
    need: Text
    how_long: Text
    promised: tuple[Promised, ...]
    own_promise: int | None
    result: Text
    appeal: Text
    owner: Text
    known: tuple[tuple[Text, Text], ...]
    questions: tuple[Text, ...]
    fee: Money | None
    laws: tuple[LawArticle, ...]
    start: str


def home(country: str, on: date, calendar: Calendar) -> Home:
    """The home page of a country on a day."""
    running = registry.services(country)
    at_once = min(filter(_at_once, running), key=_by_plainness, default=None)
    return Home(
        total=len(running),
        at_once=card(at_once) if at_once else None,
        day_off=_next_day_off(calendar, on),
        audiences=tuple(_column(country, *entry) for entry in registry.audiences(country)),
        events=_choices(registry.life_events(country), "event", {}),
    )


def catalogue(country: str, language: str, wanted: Mapping[str, str]) -> Catalogue:
    """The services that answer to the query and the filters; an unknown filter counts as none."""
    query = wanted.get("q", "").strip()[:200]
    audience = _known(Audience, wanted.get("audience", ""))
    event = _known(LifeEvent, wanted.get("event", ""))
    found = registry.search(query, language, audience=audience or None, life_event=event or None, country=country)
    kept = {"q": query, "audience": audience, "event": event}
    return Catalogue(
        query=query,
        audience=audience,
        event=event,
        found=tuple(card(each) for each in found),
        total=len(registry.services(country)),
        audiences=_choices(registry.audiences(country), "audience", kept),
        events=_choices(registry.life_events(country), "event", kept),
    )


def service_page(service: Service[Any], country: str, on: date) -> ServicePage:
    """Everything that a person should know before beginning."""
    words = {key: registry.text_of(service, key) for key in ("who", "need", "how_long", "result", "appeal")}
    return ServicePage(
        card=card(service),
        owner=registry.word("office", service.owner),
        known=tuple(
            (registry.text_of(service, f"known.{fact.code}"), registry.word("register", fact.register))
            for fact in service.known
        ),
        questions=tuple(registry.text_of(service, f"fields.{field.code}.label") for field in service.form),
        fee=None if service.fee.is_free else Money(service.fee.minor, service.fee.currency),
        promised=promised(service, country, on) if service.matters is not None else (),
        own_promise=own_promise(service, country, on),
        laws=_laws(service, country, on),
        start=reverse("cabinet:apply", args=(service.code,)),
        **words,
    )


def card(service: Service[Any]) -> ServiceCard:
    """A service as lists show it."""
    group, _, name = service.code.partition(".")
    return ServiceCard(
        code=service.code,
        title=registry.text_of(service, "title"),
        summary=registry.text_of(service, "summary"),
        href=reverse("public:service", args=(group, name)),
        at_once=_at_once(service),
        free=service.fee.is_free,
    )


def _by_plainness(service: Service[Any]) -> tuple[bool, int, int, str]:
    """The service for one's own studies, for the fewest kinds of people, comes first."""
    own_studies = LifeEvent.STUDYING in service.life_events and Audience.STUDENT in service.audiences
    return not own_studies, len(service.life_events), len(service.audiences), service.code


def _at_once(service: Service[Any]) -> bool:
    return all(stage.within.days == 0 for stage in service.stages)


def _column(country: str, audience: Audience, name: Text, total: int) -> AudienceColumn:
    services = [each for each in registry.services(country) if audience in each.audiences]
    return AudienceColumn(
        name=name,
        services=tuple(card(each) for each in services[:SHOWN_PER_AUDIENCE]),
        total=total,
        href=_list_address({"audience": audience.value}),
    )


def _choices(
    entries: tuple[tuple[Audience, Text, int], ...] | tuple[tuple[LifeEvent, Text, int], ...],
    name: str,
    kept: Mapping[str, str],
) -> tuple[Choice, ...]:
    """The filters of one kind; choosing the chosen one again takes it away."""
    return tuple(
        Choice(
            name=words,
            total=total,
            chosen=kept.get(name) == value,
            href=_list_address({**kept, name: "" if kept.get(name) == value else value.value}),
        )
        for value, words, total in entries
    )


def _list_address(parameters: Mapping[str, str]) -> str:
    chosen = {name: value for name, value in parameters.items() if value}
    return reverse("public:services") + (f"?{urlencode(chosen)}" if chosen else "")


def _known(kind: type[Audience] | type[LifeEvent], value: str) -> str:
    return value if value in set(kind) else ""


def _next_day_off(calendar: Calendar, on: date) -> DayOff | None:
    """The next day off that is no ordinary end of a week, if one is near."""
    weekend = country_of(calendar.country).weekend
    for ahead in range(_DAYS_AHEAD):
        day = on + timedelta(days=ahead)
        try:
            why = calendar.reason(day)
        except OutsideCalendar:
            return None
        if why is not None and day.weekday() not in weekend:
            return DayOff(day=day, why=why)
    return None


def _laws(service: Service[Any], country: str, on: date) -> tuple[LawArticle, ...]:
    """The articles behind the service, its rules and its questions, each once; working assumptions are not shown as law."""
    keys = (service.basis, *(rule.basis for rule in service.eligible), *(field.purpose for field in service.form))
    found: dict[str, LawArticle] = {}
    for key in keys:
        article = law_shown(country, str(key), on)
        if article is not None:
            found.setdefault(article.article.en, article)
    return tuple(found.values())
