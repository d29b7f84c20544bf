"""Writes a bundle: OneRoster 1.2 files with every column of the standard, our documented columns, and four files of our own."""

from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import polars as pl

_HEAD: Final = ("sourcedId", "status", "dateLastModified")
_NAMES: Final = tuple(f"metadata.name{language}" for language in ("Az", "Ru", "Kk", "Ky", "En"))
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "academicSessions": (*_HEAD, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    "orgs": (
        *(*_HEAD, "name", "type", "identifier", "parentSourcedId", "metadata.kind", "metadata.country"),
        *("metadata.region", *_NAMES, "metadata.languages", "metadata.capacity", "metadata.shifts"),
        *("metadata.latitude", "metadata.longitude", "metadata.ownership"),
    ),
    "courses": (
        *(*_HEAD, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"),
    ),
    "classes": (
        *(*_HEAD, "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId"),
        *("termSourcedIds", "subjects", "subjectCodes", "periods"),
        *("metadata.language", "metadata.shift", "metadata.capacity"),
    ),
    "users": (
        *(*_HEAD, "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier"),
        *("email", "sms", "phone", "agentSourcedIds", "grades", "password", "userMasterIdentifier"),
        *("resourceSourcedIds", "preferredGivenName", "preferredMiddleName", "preferredFamilyName"),
        *("primaryOrgSourcedId", "pronouns", "metadata.citizenship", "metadata.region", "metadata.language"),
        *("metadata.agentKinds", "metadata.agentBeginDates"),
    ),
    "roles": (
        *(*_HEAD, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"),
    ),
    "demographics": (
        *(*_HEAD, "birthDate", "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican"),
        *("nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces"),
        *("hispanicOrLatinoEthnicity", "countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth"),
        "publicSchoolResidenceStatus",
    ),
    "enrollments": (
        *(*_HEAD, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
        *("metadata.level", "metadata.kind", "metadata.grade", "metadata.form", "metadata.language"),
        *("metadata.funding", "metadata.status", "metadata.programme", "metadata.expectedEnd"),
        *("metadata.graduatedOn", "metadata.documentNumber", "metadata.credits", "metadata.semester"),
        *("metadata.entranceScore", "metadata.admissionYear", "metadata.leaveUntil"),
    ),
    "maarif_programmes": (
        *(*_HEAD, "orgSourcedId", "code", "name", "kind", "level", "language", "form", "durationMonths"),
        *("qualification", *_NAMES, "metadata.credits", "metadata.admissionGroup", "metadata.passingScores"),
        *(f"metadata.qualification{language}" for language in ("Az", "Ru", "Kk", "Ky", "En")),
    ),
    "maarif_posts": (*_HEAD, "orgSourcedId", "kind", "title", "subject", "fullTimeEquivalent", *_NAMES),
    "maarif_employments": (*_HEAD, "postSourcedId", "userSourcedId", "share", "kind", "beginDate", "endDate"),
    "maarif_results": (
        *(*_HEAD, "userSourcedId", "kind", "round", "subject", "subjectName", "takenOn", "centreSourcedId", "parts"),
        *("total", "maximum", "passed", "outcome", "validUntil", *_NAMES),
    ),
}
ABSENT: Final = ("categories", "classResources", "courseResources", "lineItems", "resources", "results")


class Bundle:
    """A folder being written, row by row, file by file; all files are open at once so that people can be made in passes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Opens every file and writes its header."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, columns in COLUMNS.items():
            self._files[name] = (self._folder / f"{name}.csv").open("wb")
            self._files[name].write((",".join(columns) + "\n").encode())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Closes the files."""
        for file in self._files.values():
            file.close()

    def write(self, name: str, rows: pl.DataFrame) -> None:
        """Appends rows to a file; columns that are not given are empty."""
        unknown = set(rows.columns) - set(COLUMNS[name])
        if unknown:
            raise ValueError(f"{name}.csv has no columns {sorted(unknown)}")
        empty = [pl.lit(None, pl.String).alias(column) for column in COLUMNS[name] if column not in rows.columns]
        given = pl.when(pl.all() != "").then(pl.all())
        rows.select(given).with_columns(empty).select(COLUMNS[name]).write_csv(self._files[name], include_header=False)
        self.counts[name] += rows.height

    def write_manifest(self, country: str) -> None:
        """Says which files are there and how they are meant, the last thing written."""
        lines = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
        lines += [(f"file.{name}", "absent") for name in ABSENT]
        lines += [(f"file.{name}", "bulk") for name in COLUMNS if not name.startswith("maarif_")]
        lines += [("file.userProfiles", "absent")]
        lines += [(f"file.{name}", "bulk") for name in COLUMNS if name.startswith("maarif_")]
        lines += [("source.systemName", "Maarif synth"), ("source.systemCode", country)]
        text = "propertyName,value\n" + "".join(f"{key},{value}\n" for key, value in lines)
        (self._folder / "manifest.csv").write_text(text, encoding="utf-8")
