"""Every form of every page, sent empty and sent half filled: what is wrong is said at a place that is there, and what was typed stays."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from django.db import transaction
from lxml import html

from maarif.support.access.policy import POLICY
from maarif.surfaces.desk.screens import acts
from maarif.surfaces.desk.types import Problem
from maarif.surfaces.desk.types.case import CaseDraft
from tests.support.access.test_matrix import NEVER_SENT, addresses, arrives, expected
from tests.support.access.world import Things, build_things, peopled, personas
from tests.surfaces.by_forms import Form, forms_of
from tests.surfaces.town import Town

__all__ = ["peopled"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TYPED: Final = "Zəfəran 17"
WHO: Final = ("student", "mother", "registrar", "ministry officer", "stranger to the portal")
WRITTEN: Final = ".//textarea | .//input[@type='text' or @type='search' or @type='email' or @type='tel' or not(@type)]"
LEAVING: Final = ("/account/logout/", "/account/national/")
"""Forms that sign out, and those that lead to a provider who does not answer here."""
UNPROCESSABLE: Final = 422
ANSWERED: Final = {200, 302, UNPROCESSABLE}


def ways(form: Form) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """What a form may be sent with: everything that can be given left out, or words in every field that takes words."""
    of_form, root = form.form, form.form.getroottree()
    unasked = {field.name for field in of_form.xpath(".//input[@type='hidden'] | .//select[not(@multiple)]")}
    kept = {name: values for name, values in form.values.items() if name in unasked}
    buttons = of_form.xpath(".//button[@name]") or root.xpath("//button[@name][@form=$id]", id=of_form.get("id", ""))
    kept |= {button.get("name"): [button.get("value")] for button in buttons[:1]}
    yield "empty", kept
    yield "half filled", kept | {field.name: [TYPED] for field in of_form.xpath(WRITTEN) if field.name}


def wrong_with(answer: Any, sent: dict[str, list[str]]) -> Iterator[str]:
    """What a page lacks that refuses what was sent."""
    page = html.fromstring(answer.content)
    links = page.xpath("//*[@id='errors']//a/@href")
    if not links:
        yield "says nothing about what is wrong"
    for each in links:
        if each.startswith("#") and not page.xpath("//*[@id=$id]", id=each[1:]):
            yield f"leads to {each}, which is not there"
    for name in (name for name, typed in sent.items() if typed == [TYPED]):
        fields = page.xpath("//*[@name=$name]", name=name)
        if fields and TYPED not in {field.get("value") if field.tag == "input" else field.text for field in fields}:
            yield f"has lost what was typed into {name}"


def sends(client: Any, form: Form) -> Iterator[str]:
    """What is wrong with the answers to one form; nothing that it does stays."""
    for how, sent in ways(form):
        with transaction.atomic():
            answer = client.post(form.address, sent)
            transaction.set_rollback(True)
        if answer.status_code not in ANSWERED:
            yield f"{form.address} {how}: answers {answer.status_code}"
        elif answer.status_code == UNPROCESSABLE:
            yield from (f"{form.address} {how}: {each}" for each in wrong_with(answer, sent))


def walked(town: Town, things: Mapping[str, Things], *, only: frozenset[str] = frozenset()) -> tuple[int, list[str]]:
    """How many forms were found on everybody's pages (or `only` on some), and what is wrong with them."""
    found: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for persona in (each for each in personas(town) if each.name in WHO):
        arrives(persona, things)
        for name, doors in addresses(things, persona, only):
            if name in NEVER_SENT or name.startswith("api:") or not expected(persona, POLICY[name].get("GET"))[0]:
                continue
            for form in shown(persona.client, doors["own"].path):
                key = (persona.name, form.address, *form.form.xpath(".//@name"))
                if key not in seen and not any(each in form.address for each in LEAVING):
                    seen.add(key)
                    found += [f"{persona.name} at {name}: {each}" for each in sends(persona.client, form)]
    return len(seen), found


def shown(client: Any, path: str) -> list[Form]:
    """The forms of a page; none of what is no page."""
    answer = client.get(path)
    is_page = not answer.streaming and answer.headers["Content-Type"].startswith("text/html")
    return forms_of(answer, path) if answer.status_code == 200 and is_page and answer.content else []


def test_every_form_that_is_not_finished_says_so_and_keeps_what_was_typed(peopled: Town) -> None:
    forms, found = walked(peopled, build_things(peopled))
    assert found == [], "\n".join(found)
    assert forms > 100


def test_a_page_that_loses_what_was_typed_and_one_that_says_nothing_are_found(
    peopled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = build_things(peopled)
    monkeypatch.setattr(CaseDraft, "value", lambda draft, form, name: "")
    _, found = walked(peopled, things, only=frozenset({"desk:case"}))
    assert any("has lost what was typed into" in each for each in found)
    monkeypatch.undo()
    monkeypatch.setattr(
        acts, "kept", lambda form, given, errors: CaseDraft(form=form, errors=(Problem(code="nowhere", text="?"),))
    )
    _, found = walked(peopled, things, only=frozenset({"desk:case"}))
    assert any("leads to #nowhere" in each for each in found)
