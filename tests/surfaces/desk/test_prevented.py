"""A decision that a register does not take is told at the way that was chosen, in the officer's language, and nothing typed is lost."""

from datetime import date

import pytest
from tests.engine import campus, desks

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.posts import operations as posts
from maarif.registries.posts.types import PostKind
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db
SAID = {
    "az": "Mümkün deyil: vəzifədə o qədər boş yer yoxdur",
    "ru": "Невозможно: на должности нет такой свободной доли",
    "kk": "Мүмкін емес: қызметте сонша бос үлес жоқ",
    "ky": "Мүмкүн эмес: кызматта мынча бош үлүш жок",
    "en": "Not possible: the post has not so large a free share",
}


def test_an_over_filled_post_is_named_in_five_languages_and_the_case_stays_open(noon, signed_in_as) -> None:
    school = campus.place(InstitutionKind.SCHOOL)
    head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(school))
    client = signed_in_as(head.party, assurance=Assurance.OFFICIAL, office=access.roles_of(head.party or 0)[0].id)
    facts = {"institution": school, "kind": PostKind.TEACHER, "title": "Müəllim", "full_time_equivalent": 100}
    post = posts.open_post(by=campus.CLERK, **facts)
    by = campus.actor(campus.person())
    draft = operations.start_draft(by=by, service="staff.appointment")
    for field, raw in (("post", str(post)), ("share", "100"), ("since", "2026-12-01")):
        operations.save_answer(by=by, draft=draft, field=field, raw=raw)
    number = operations.submit(by=by, draft=draft, idempotency_key="over-filled-0001").number
    posts.hire(by=campus.CLERK, post=post, person=campus.person(), share=50, on=date(2026, 9, 1))
    form = {
        "to": "appointed",
        "appointed-given_share": "100",
        "appointed-first_day": "2026-12-01",
        "appointed-order_number": "ƏMR-118",
        "seen": Turn.objects.get().pk,
    }
    for language, words in SAID.items():
        looked = client.post(f"/{language}/desk/cases/{number}/decide/", form)
        assert (looked.status_code, words in looked.content.decode()) == (200, True)
        refused = client.post(f"/{language}/desk/cases/{number}/decide/", {**form, "confirmed": "yes"})
        page = refused.content.decode()
        assert refused.status_code == 422
        assert f'<a class="ds-link" href="#to-appointed">{words}' in page
        assert 'value="ƏMR-118"' in page
    assert Case.objects.get().status == Status.IN_PROGRESS
