"""The archive: a daughter has an extract about her father; nobody else's name, no living person, no right without proof."""

from datetime import date
from pathlib import Path

import pytest

from maarif.catalogue.citizens.archive.effects import NotInArchive
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import GroundNotHeld, NotYourTurn
from maarif.engine.cases.models import Case, Turn
from maarif.registries.people import operations as registered
from maarif.registries.people import queries as people
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit import queries as audit
from maarif.support.documents import queries as documents
from maarif.support.documents.models import Document
from maarif.support.parties.types import Actor
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

pytestmark = pytest.mark.django_db

BORN = date(1970, 5, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""


@pytest.fixture
def university() -> int:
    return campus.place()


@pytest.fixture
def father(university: int) -> int:
    """Somebody who graduated and died."""
    party = campus.person(born=BORN, given="Samir", family="Quliyev")
    campus.graduate(party, university, day=date(1992, 6, 30), diploma="AB 112233")
    registered.mark_deceased(by=campus.CLERK, person=party, on=date(2024, 3, 2), reason="certificate")
    return party


_keys = iter(range(10**6))


def asked(by: Actor, callbacks, **said: str) -> str:
    """An extract asked for, with the copy of a document; the number."""
    draft = operations.start_draft(by=by, service="citizens.archive")
    given = {"full_name": "Quliyev Samir", "born": "1970-05-01", "relation": "child", "reason": "Vərəsəlik", **said}
    for field, raw in given.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    with callbacks(execute=True):
        assert operations.attach(by=by, draft=draft, field="papers", arrived=[arrival(samples.pdf(1), "a.pdf")]) == ()
    return operations.submit(by=by, draft=draft, idempotency_key=f"archive-key-{next(_keys):06d}").number


def test_the_place_of_the_last_studies_issues_the_extract_and_the_look_is_told(
    father: int, university: int, django_capture_on_commit_callbacks
) -> None:
    daughter = campus.actor(campus.person())
    number = asked(daughter, django_capture_on_commit_callbacks)
    assert Turn.objects.get(number=number).scope == str(university)
    with pytest.raises(NotYourTurn):
        operations.decide(
            by=desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(campus.place(name="Başqa"))),
            number=number,
            to="issued",
        )
    registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(university))
    with pytest.raises(GroundNotHeld):
        operations.decide(by=registrar, number=number, to="refused", grounds=("not_found",))
    operations.decide(by=registrar, number=number, to="issued")
    (paper,) = documents.documents_of(daughter, daughter.party or 0)
    shown = documents.document_for(daughter, paper.public_id)
    said = " ".join(str(fact.value) for fact in shown.facts)
    assert "Quliyev Samir Samir qızı" in said
    assert "AB 112233" in said
    assert Document.objects.get(case_number=number).institution_id == university
    (look,) = [each for each in audit.looks_at(father) if each.what == "archive.extract"]
    assert look.case == number


@pytest.mark.parametrize("said", [{"full_name": "Quliyev"}, {"full_name": "Əliyev Samir"}, {"born": "1970-05-02"}])
def test_nobody_of_the_name_and_the_date_means_no_extract(
    father: int, django_capture_on_commit_callbacks, said: dict[str, str]
) -> None:
    by = campus.actor(campus.person())
    number = asked(by, django_capture_on_commit_callbacks, **said)
    ministry = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    with pytest.raises(NotInArchive):
        operations.decide(by=ministry, number=number, to="issued")
    assert Case.objects.get(number=number).outcome == ""
    operations.decide(by=ministry, number=number, to="refused", grounds=("not_found",))
    (reason,) = queries.case_for(by, number).reasons
    assert reason.law is None, "a working assumption is never shown as law"
    assert not [each for each in audit.looks_at(father) if each.what == "archive.extract"]


def test_the_archive_knows_the_dead_and_the_departed_by_any_name_and_nobody_who_is_here(father: int) -> None:
    here = campus.person(born=date(1971, 1, 1), given="Rauf", family="Həsənov")
    assert people.archived("az", "Həsənov Rauf", date(1971, 1, 1)) is None
    registered.mark_departed(by=campus.CLERK, person=here, on=date(2020, 1, 1), reason="left")
    found = people.archived("az", "hasanov rauf", date(1971, 1, 1))
    assert found is not None
    assert found.id == here
    assert people.archived("kz", "Həsənov Rauf", date(1971, 1, 1)) is None
    twin = campus.person(born=BORN, given="Samir", family="Quliyev")
    registered.mark_deceased(by=campus.CLERK, person=twin, on=date(2025, 1, 1), reason="certificate")
    assert people.archived("az", "Quliyev Samir", BORN) is None, "two of one name are nobody's extract"
