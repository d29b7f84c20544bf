"""Every persona of the demonstration gets exactly the certificates that their story promises, in each country, from a loaded bundle.

What lies on the desks when a demonstration starts is opened in the same run: all of it, each as far as its story says.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

PROMISED = {
    "parent": ["child:school.study_certificate"],
    "second-parent": ["child:school.study_certificate"],
    "pupil": ["school.study_certificate"],
    "student": ["higher.study_certificate"],
    "college-student": ["college.study_certificate"],
    "vocational-student": ["vocational.study_certificate"],
    "abroad-student": ["abroad.study_certificate"],
    "abroad-graduate": ["abroad.graduation_certificate"],
    "graduate": ["higher.graduation_certificate"],
    "teacher": [
        "higher.graduation_certificate",
        "staff.diagnostic_result",
        "staff.recruitment_result",
        "staff.service_record",
    ],
    "auditor": ["staff.service_record"],
    "hei-registrar": ["staff.service_record"],
    "ministry-officer": ["staff.service_record"],
    "school-registrar": ["staff.service_record"],
}


LYING = {
    "unclaimed": ("in_progress", "registering", False),
    "overdue": ("in_progress", "answering", True),
    "decided": ("closed", "", False),
    "asked": ("waiting_applicant", "institution", False),
    "for_a_child": ("in_progress", "school", False),
}
"""Status and stage of what lies on the desks, and whether it is late."""


def played(country: str, folder: Path) -> dict[str, Any]:
    """Loads the country's smallest bundle into a database of its own and lets every persona ask for everything."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalogue.test_personas", country, str(folder)],
        env=os.environ
        | {
            "MAARIF_DEMO": "1",
            "MAARIF_COUNTRY": country,
            "MAARIF_PROOF_DB": f"{os.environ.get('MAARIF_TEST_DB', 'test')}_{country}",
        },
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("country", ["az", "kg", "kz"])
def test_personas_get_what_their_story_promises(country: str, tmp_path: Path) -> None:
    found = played(country, tmp_path)
    assert {who: got for who, got in found["granted"].items() if got} == PROMISED
    assert {code: tuple(state) for code, state in found["lying"].items()} == LYING


def _play(country: str, folder: Path) -> dict[str, Any]:
    from django.conf import settings

    from maarif.registries.institutions import operations as institutions
    from maarif.registries.people.models import Person
    from maarif.registries.roster.operations import load_oneroster
    from maarif.support.keys.operations import ensure_demo
    from simulators.synth.country import write_country
    from tests.engine import campus

    settings.KEYS_FOLDER = folder / "keys"
    ensure_demo(settings.KEYS_FOLDER)
    write_country(country, folder / "bundle", scale=0.001, seed=1, on=date(2026, 11, 2))
    institutions.establish_regions(by=campus.CLERK, country=country)
    load_oneroster(by=campus.CLERK, path=folder / "bundle", country=country)
    prefix = f"{country}-persona-"
    cast = Person.objects.filter(sourced_id__startswith=prefix).values_list("sourced_id", "pk")
    lying = _lying(country)
    return {"lying": lying, "granted": {one.removeprefix(prefix): sorted(_granted(party)) for one, party in cast}}


def _lying(country: str) -> dict[str, tuple[str, str, bool]]:
    """Opens what lies on the desks: the status, the stage under way, and whether it is late."""
    from maarif.config import demo_cases, demo_people
    from maarif.engine.cases.models import Case
    from maarif.kernel import clock
    from maarif.kernel.countries import active_country
    from simulators.affairs import affairs

    demo_people.grant(country)
    numbers = demo_cases.open_cases(country)
    today = clock.today(active_country().time_zone)
    found = {}
    for affair, number in zip(affairs(), numbers, strict=True):
        case = Case.objects.get(number=number)
        turn = case.turns.filter(closed_at=None).first()
        late = turn is not None and turn.due is not None and turn.due < today
        found[affair.code] = (case.status, turn.stage if turn else "", late)
    return found


def _granted(party: int) -> list[str]:
    """The certificates that the machine grants somebody at once, for themselves and for children."""
    from maarif.engine import registry
    from maarif.engine.cases import operations, queries
    from maarif.engine.cases.types import Eligible
    from maarif.engine.declare import Office
    from tests.engine import campus

    by, granted = campus.actor(party), []
    for service in registry.services():
        issues = any(outcome.papers for outcome in service.outcomes)
        if not issues or any(stage.decided_by is not Office.MACHINE for stage in service.stages):
            continue
        for candidate in queries.candidates(service.code, by):
            if not isinstance(candidate.eligibility, Eligible):
                continue
            draft = operations.start_draft(by=by, service=service.code, subject=candidate.party)
            key = f"persona-{candidate.party}-{service.code}"
            if operations.submit(by=by, draft=draft, idempotency_key=key).documents:
                granted.append(service.code if candidate.is_self else f"child:{service.code}")
    return granted


if __name__ == "__main__":
    from tests.proofs.databases import own_database

    with own_database("test_personas"):
        print(json.dumps(_play(sys.argv[1], Path(sys.argv[2]))))
