"""Every persona of the demonstration gets exactly the certificates that their story promises, in each country, from a loaded bundle."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


def played(country: str, folder: Path) -> dict[str, list[str]]:
    """Loads the country's smallest bundle into a database of its own and lets every persona ask for everything."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalogue.test_personas", country, str(folder)],
        env=os.environ
        | {"MAARIF_COUNTRY": country, "MAARIF_PROOF_DB": f"{os.environ.get('MAARIF_TEST_DB', 'test')}_{country}"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, list[str]] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("country", ["az", "kg", "kz"])
def test_personas_get_what_their_story_promises(country: str, tmp_path: Path) -> None:
    assert {who: got for who, got in played(country, tmp_path).items() if got} == PROMISED


def _play(country: str, folder: Path) -> dict[str, list[str]]:
    from django.conf import settings

    from maarif.registries.institutions import operations as institutions
    from maarif.registries.people.models import Person
    from maarif.registries.roster.operations import load_oneroster
    from maarif.support.keys.operations import ensure_demo
    from tests.engine import campus

    settings.KEYS_FOLDER = folder / "keys"
    ensure_demo(settings.KEYS_FOLDER)
    words = ["synth", "--country", country, "--scale", "0.001", "--seed", "1", "-o", str(folder / "bundle")]
    subprocess.run([sys.executable, "-m", "maarif.config.cli", *words], check=True, stdout=subprocess.DEVNULL)
    institutions.establish_regions(by=campus.CLERK, country=country)
    load_oneroster(by=campus.CLERK, path=folder / "bundle", country=country)
    prefix = f"{country}-persona-"
    cast = Person.objects.filter(sourced_id__startswith=prefix).values_list("sourced_id", "pk")
    return {sourced_id.removeprefix(prefix): sorted(_granted(party)) for sourced_id, party in cast}


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
