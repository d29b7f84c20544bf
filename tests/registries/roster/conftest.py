"""Bundles written by hand: one small school, to be bent row by row, and a loader that keeps what it was told."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from maarif.registries.roster.operations import load_oneroster
from maarif.registries.roster.types import Reject, Report
from maarif.support.parties.types import Actor, Assurance, Channel

CLERK = Actor(role="system", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND, purpose="test")
Rows = list[dict[str, str]]


def school() -> dict[str, Rows]:
    """One school with one class: Nihad with both parents, Leyla with her mother, and their teacher."""
    return {
        "academicSessions": [
            {
                "sourcedId": "y26",
                "title": "2026/2027",
                "type": "schoolYear",
                "startDate": "2026-09-15",
                "endDate": "2027-06-14",
                "schoolYear": "2027",
            }
        ],
        "orgs": [
            {"sourcedId": "s6", "name": "6 nömrəli tam orta məktəb", "type": "school", "metadata.region": "AZ-BA"},
            {"sourcedId": "s7", "name": "7 nömrəli tam orta məktəb", "type": "school", "metadata.region": "AZ-BA"},
        ],
        "courses": [{"sourcedId": "k7", "title": "7-ci sinif", "orgSourcedId": "s6"}],
        "classes": [
            {
                "sourcedId": "c7a",
                "title": "7A",
                "grades": "07",
                "courseSourcedId": "k7",
                "classType": "homeroom",
                "schoolSourcedId": "s6",
                "termSourcedIds": "y26",
            }
        ],
        "users": [
            _user("nihad", "Nihad", "Məmmədov", "7HX3V9C", "aygun,resad", "mother,father"),
            _user("leyla", "Leyla", "Quliyeva", "8ZL4B7Q", "nermin", "mother"),
            _user("aygun", "Aygün", "Məmmədova", "5KT7M2A"),
            _user("resad", "Rəşad", "Məmmədov", "4RD8N6P"),
            _user("nermin", "Nərmin", "Quliyeva", "6PW2F4J"),
            _user("sevinc", "Sevinc", "Hüseynova", "2FQ8J5K"),
        ],
        "demographics": [
            {"sourcedId": "nihad", "birthDate": "2014-02-11", "sex": "male"},
            {"sourcedId": "leyla", "birthDate": "2013-12-30", "sex": "female"},
            {"sourcedId": "aygun", "birthDate": "1988-04-17", "sex": "female"},
            {"sourcedId": "resad", "birthDate": "1986-09-03", "sex": "male"},
            {"sourcedId": "nermin", "birthDate": "1990-01-01", "sex": "female"},
            {"sourcedId": "sevinc", "birthDate": "1991-12-19", "sex": "female"},
        ],
        "roles": [_role("nihad", "student"), _role("leyla", "student"), _role("sevinc", "teacher")],
        "enrollments": [_study("nihad"), _study("leyla"), {**_study("sevinc"), "role": "teacher"}],
    }


def _user(sid: str, given: str, family: str, number: str, agents: str = "", kinds: str = "") -> dict[str, str]:
    return {
        "sourcedId": sid,
        "enabledUser": "true",
        "givenName": given,
        "familyName": family,
        "middleName": "",
        "identifier": number,
        "agentSourcedIds": agents,
        "metadata.agentKinds": kinds,
    }


def _role(sid: str, role: str) -> dict[str, str]:
    return {
        "sourcedId": f"r-{sid}",
        "userSourcedId": sid,
        "roleType": "primary",
        "role": role,
        "beginDate": "2026-09-15",
        "orgSourcedId": "s6",
    }


def _study(sid: str) -> dict[str, str]:
    return {
        "sourcedId": f"e-{sid}",
        "classSourcedId": "c7a",
        "schoolSourcedId": "s6",
        "userSourcedId": sid,
        "role": "student",
        "primary": "true",
        "beginDate": "2026-09-15",
        "endDate": "",
    }


def written(rows: Rows) -> str:
    """Rows as a CSV text, with every column that any of them has."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@dataclass
class Loader:
    """Writes bundles into a folder and loads them; `rejects` are those of the last load."""

    folder: Path
    rejects: list[Reject] = field(default_factory=list)

    def write(self, files: Mapping[str, Rows | str | bytes], manifest: Mapping[str, str] | None = None) -> Path:
        """A bundle in a fresh folder; a file may be given as rows, text or bytes."""
        target = self.folder / f"bundle-{len(list(self.folder.iterdir()))}"
        target.mkdir()
        for name, content in files.items():
            raw = (
                content
                if isinstance(content, bytes)
                else (content if isinstance(content, str) else written(content)).encode()
            )
            (target / f"{name}.csv").write_bytes(raw)
        if manifest is not None:
            lines = "".join(f"{key},{value}\n" for key, value in manifest.items())
            (target / "manifest.csv").write_text(f"propertyName,value\n{lines}", encoding="utf-8")
        return target

    def load(self, bundle: Mapping[str, Rows | str | bytes] | Path, **options: object) -> Report:
        """Loads a bundle for Azerbaijan."""
        path = bundle if isinstance(bundle, Path) else self.write(bundle)
        self.rejects = []
        told: Callable[[Sequence[Reject]], None] = self.rejects.extend
        return load_oneroster(by=CLERK, path=path, **{"country": "az", "on_rejects": told, **options})

    @property
    def faults(self) -> list[tuple[str, int, str, str]]:
        """File, line, field and rule of each reject."""
        return [(one.file, one.line, one.field, one.rule) for one in self.rejects]


@pytest.fixture
def loader(tmp_path: Path) -> Loader:
    """A loader with a folder of its own."""
    return Loader(tmp_path)
