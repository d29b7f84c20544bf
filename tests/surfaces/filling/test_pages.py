"""The pages of a form, framed and addressed by the place in which it is filled in."""

from pathlib import Path

import pytest
from django.http import Http404
from django.urls import NoReverseMatch
from django.utils import translation

from maarif.engine.cases import operations
from maarif.support.parties.types import Actor, Assurance
from maarif.surfaces import filling
from maarif.surfaces.filling import form
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.views import Pages

pytestmark = pytest.mark.django_db

SERVICE = "higher.study_certificate"


def place(viewer: Actor, space: str = "cabinet:") -> Place:
    """Somewhere a form is filled in."""
    return Place(
        viewer=viewer,
        space=space,
        layout="cabinet/draft.html",
        leave=("Out", "/out/"),
        file_href="/file/{}".format,
        sent_href="/sent/{}".format,
        done_href="/done/{}".format,
    )


@pytest.fixture
def student(town) -> Actor:
    return Actor(party=town.student, assurance=Assurance.NATIONAL)


def test_the_place_says_where_a_form_goes_on(student):
    draft = operations.start_draft(by=student, service=SERVICE)
    with translation.override("az"):
        screen = form.tasks_for(place(student), draft)
    assert screen.bar.leave == ("Out", "/out/")
    assert [task.href for task in screen.tasks] == [
        "",
        f"/az/cabinet/drafts/{draft}/questions/presented_to/",
        f"/az/cabinet/drafts/{draft}/questions/paper_language/",
        "",
    ]


def test_a_place_without_pages_is_a_mistake(student):
    draft = operations.start_draft(by=student, service=SERVICE)
    with pytest.raises(NoReverseMatch):
        form.tasks_for(place(student, "nowhere:"), draft)


def test_a_draft_of_somebody_else_is_not_there_and_one_that_was_sent_leads_to_what_it_became(town, student, rf):
    draft = operations.start_draft(by=student, service=SERVICE)
    for code, value in (("presented_to", "Embassy"), ("paper_language", "en")):
        assert operations.save_answer(by=student, draft=draft, field=code, raw=value) is None
    receipt = operations.submit(by=student, draft=draft, idempotency_key="the-only-key")
    mine, theirs = (
        Pages(lambda request, key, who=who: place(who))
        for who in (student, Actor(party=town.stranger, assurance=Assurance.NATIONAL))
    )
    assert mine.tasks(rf.get("/"), draft).headers["Location"] == f"/sent/{receipt.number}"
    with pytest.raises(Http404):
        theirs.tasks(rf.get("/"), draft)


def test_the_pages_of_a_form_name_no_surface_that_draws_them_except_where_the_form_is_ones_own():
    for template in (Path(filling.__file__).parent / "jinja2/filling").glob("*.html"):
        for line in template.read_text(encoding="utf-8").splitlines():
            assert "desk" not in line
            assert "cabinet:" not in line or "draft.own" in line, f"{template.name}: {line}"
