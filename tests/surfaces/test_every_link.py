"""Everybody follows every link from where they enter: each leads to a page that is there, in words, and each fragment to a part of it."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.http import HttpResponse
from lxml import html

from tests.support.access.world import Persona, build_things, peopled, personas
from tests.surfaces.by_forms import sound
from tests.surfaces.town import Town

__all__ = ["peopled"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ENTRANCES: Final = {
    "stranger to the portal": ("/az/", "/en/"),
    "student": ("/az/cabinet/", "/az/", "/az/account/email/"),
    "mother for her son": ("/az/cabinet/",),
    "registrar": ("/az/desk/", "/az/cabinet/"),
    "ministry officer": ("/az/desk/",),
}
ELSEWHERE: Final = ("/static/", "/az/account/national/", "/en/account/national/")
"""Files that a web server has, and the way to a provider who does not answer here."""
MOST: Final = 400
OFTEN: Final = 2
"""How often a page is opened that differs by the values of its parameters only."""


def kind(address: str) -> tuple[str, ...]:
    """The path without its language and with its numbers left out, and the names of the parameters."""
    parts = urlsplit(address)
    steps = parts.path.split("/")[2:]
    path = "/".join("N" if any(letter.isdigit() for letter in each) else each for each in steps)
    return (path, *sorted(name for name, _ in parse_qsl(parts.query)))


def links(page: Any, address: str) -> Iterator[tuple[str, str]]:
    """The links of a page into the portal, each as an address and a fragment."""
    for each in page.xpath("//a/@href"):
        whole = urljoin(address, each)
        if not urlsplit(whole).scheme and not whole.startswith(("//", *ELSEWHERE)):
            plain, fragment = urldefrag(whole)
            yield plain, fragment


class Follower:
    """Somebody who follows links until all that are of a new kind have been followed."""

    def __init__(self, persona: Persona) -> None:
        self.client = persona.client
        self.wrong: list[str] = []
        self.followed: dict[str, Any] = {}
        self.kinds: dict[tuple[str, ...], int] = {}

    def follow(self, entrances: tuple[str, ...]) -> None:
        """Breadth first from the entrances."""
        waiting = deque((each, "", "the entrance") for each in entrances)
        while waiting and len(self.followed) < MOST:
            address, fragment, origin = waiting.popleft()
            is_new = address not in self.followed
            page = self.opened(address, origin)
            if page is None:
                continue
            if fragment and not page.xpath("//*[@id=$id]", id=fragment):
                self.wrong.append(f"{origin} leads to {address}#{fragment}, which is not there")
            if is_new:
                waiting.extend((to, part, address) for to, part in links(page, address))

    def opened(self, address: str, origin: str) -> Any:
        """The page, the first time and for its fragments; None for what is no page, or is one of a kind that has been seen."""
        if address in self.followed:
            return self.followed[address]
        times = self.kinds[kind(address)] = self.kinds.get(kind(address), 0) + 1
        if times > OFTEN:
            return None
        answer = self.client.get(address, follow=True)
        self.followed[address] = None
        if answer.status_code != 200:
            self.wrong.append(f"{origin} leads to {address}, which answers {answer.status_code}")
        elif not answer.streaming and answer.headers["Content-Type"].startswith("text/html") and answer.content:
            sound(answer)
            self.followed[address] = html.fromstring(answer.content)
        return self.followed[address]


def test_every_link_leads_to_a_page_and_every_fragment_to_a_part_of_it(peopled: Town) -> None:
    build_things(peopled)
    wrong, followed = [], {}
    for persona in personas(peopled):
        if persona.name in ENTRANCES:
            follower = Follower(persona)
            follower.follow(ENTRANCES[persona.name])
            wrong += [f"{persona.name}: {each}" for each in follower.wrong]
            followed[persona.name] = len(follower.followed)
    assert wrong == [], "\n".join(wrong)
    assert followed.keys() == ENTRANCES.keys()
    assert min(followed.values()) > 100, followed


class Portal:
    """A portal of one page, four of whose links lead to one place that is there."""

    def get(self, address: str, **_: object) -> HttpResponse:
        page = {
            "/az/": '<a href="#here" id="here">1</a><a href="#gone">2</a><a href="nowhere/">3</a><a href="raw/">4</a>'
        }.get(address)
        return HttpResponse(page, status=200 if page else 404)


def test_a_link_to_nowhere_and_a_fragment_of_nothing_are_found() -> None:
    follower = Follower(Persona(name="somebody", client=Portal(), owns=""))  # type: ignore[arg-type]
    follower.follow(("/az/",))
    assert [each.partition(", which")[0] for each in follower.wrong] == [
        "/az/ leads to /az/#gone",
        "/az/ leads to /az/nowhere/",
        "/az/ leads to /az/raw/",
    ]
