"""Whatever cannot be read is refused by name before anything is written; oddities that can be read are."""

import zipfile
from pathlib import Path

import pytest

from maarif.registries.people.models import Person
from maarif.registries.roster import bundle as bundles
from maarif.registries.roster.errors import (
    BadHeader,
    BundleRefused,
    MissingColumn,
    MissingFile,
    NotABundle,
    NotUtf8,
    UnsafeArchive,
    WouldEnd,
)
from maarif.registries.roster.models import Load
from tests.registries.roster.conftest import Loader, school, written

pytestmark = pytest.mark.django_db


def refused(loader: Loader, files: dict, error: type[BundleRefused], **options: object) -> BundleRefused:
    with pytest.raises(error) as caught:
        loader.load(loader.write(files, **options))
    assert Person.objects.count() == 0
    assert Load.objects.count() == 0
    return caught.value


def test_a_byte_order_mark_and_windows_line_ends_are_read(loader: Loader) -> None:
    bundle = school()
    raw = {name: b"\xef\xbb\xbf" + written(rows).replace("\n", "\r\n").encode() for name, rows in bundle.items()}
    report = loader.load(raw)
    assert loader.faults == []
    assert report.counts["users"].added == 6
    assert Person.objects.get(sourced_id="nihad").metadata == {}


def test_a_last_line_without_an_end_and_blank_lines_are_read(loader: Loader) -> None:
    bundle = school() | {"users": written(school()["users"]).rstrip("\n").replace("\nleyla", "\n\n\nleyla")}
    assert loader.load(bundle).counts["users"].as_dict() == {
        "read": 6,
        "added": 6,
        "changed": 0,
        "unchanged": 0,
        "rejected": 0,
    }


def test_values_over_several_lines_keep_the_count_of_lines(loader: Loader) -> None:
    bundle = school()
    bundle["users"][0]["metadata.note"] = "first\nsecond\nthird, with a comma"
    bundle["users"][2]["familyName"] = ""
    loader.load(bundle)
    assert ("users.csv", 6, "familyName", "missing") in loader.faults
    assert Person.objects.get(sourced_id="nihad").metadata == {"note": "first\nsecond\nthird, with a comma"}


def test_a_line_with_too_many_values_is_a_reject(loader: Loader) -> None:
    text = written(school()["users"]).splitlines()
    text[2] += ",one,too,many"
    report = loader.load(school() | {"users": "\n".join(text)})
    assert ("users.csv", 3, "", "columns") in loader.faults
    assert (report.counts["users"].read, report.counts["users"].added, report.counts["users"].rejected) == (6, 5, 1)


def test_a_nul_is_a_reject(loader: Loader) -> None:
    bundle = school()
    bundle["users"][1]["givenName"] = "Ley\x00la"
    loader.load(bundle)
    assert ("users.csv", 3, "givenName", "control") in loader.faults
    assert Person.objects.count() == 5


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-32", "iso8859_9"])
def test_another_encoding_is_refused_with_the_line(loader: Loader, encoding: str) -> None:
    text = written(school()["users"]).replace("ə", "ü")
    if encoding == "cp1251":
        text = text.replace("ü", "и").replace("Aygиn", "Айгюн")
    error = refused(loader, school() | {"users": text.encode(encoding, errors="replace")}, NotUtf8)
    assert error.params["file"] == "users"
    assert "UTF-8" in str(error)


def test_a_missing_mandatory_column_is_refused_by_name(loader: Loader) -> None:
    users = [{key: value for key, value in user.items() if key != "familyName"} for user in school()["users"]]
    error = refused(loader, school() | {"users": users}, MissingColumn)
    assert error.params == {"file": "users", "column": "familyName"}


def test_a_column_twice_in_the_header_is_refused(loader: Loader) -> None:
    refused(loader, school() | {"orgs": "sourcedId,name,name,type\ns6,a,b,school\n"}, BadHeader)


def test_a_promised_file_that_is_not_there_is_refused(loader: Loader) -> None:
    bundle = school()
    del bundle["roles"]
    error = refused(loader, bundle, MissingFile, manifest={"file.roles": "bulk", "file.users": "bulk"})
    assert error.params["file"] == "roles"


def test_a_manifest_with_an_unknown_mode_is_refused(loader: Loader) -> None:
    refused(loader, school(), BadHeader, manifest={"file.users": "sometimes"})


def test_missing_and_empty_optional_files_are_legal(loader: Loader) -> None:
    bundle = school()
    del bundle["courses"]
    bundle["classes"][0]["courseSourcedId"] = ""
    report = loader.load(
        bundle
        | {
            "roles": "",
            "maarif_posts": "",
            "maarif_results": "sourcedId,userSourcedId,kind,takenOn,total,maximum,passed\n",
        }
    )
    assert loader.faults == []
    assert report.counts["enrollments"].added == 3


def test_a_file_that_the_manifest_calls_absent_is_not_read(loader: Loader) -> None:
    path = loader.write(school(), manifest={"file.roles": "absent", "source.systemCode": "x"})
    assert "roles" not in loader.load(path).counts


def test_a_folder_without_files_of_ours_is_no_bundle(loader: Loader) -> None:
    refused(loader, {"readme": "a,b\n"}, NotABundle)


def zipped(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, prefix + file.name)
    return target


@pytest.mark.parametrize("prefix", ["", "export/"])
def test_a_zip_is_read_like_a_folder(loader: Loader, tmp_path: Path, prefix: str) -> None:
    archive = zipped(loader.write(school()), tmp_path / "bundle.zip", prefix)
    assert loader.load(archive).counts["users"].added == 6


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "..\\users.csv", "C:users.csv"]
)
def test_a_zip_that_reaches_out_of_its_folder_is_refused(loader: Loader, tmp_path: Path, name: str) -> None:
    target = tmp_path / "slip.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, written(school()["users"]))
    with pytest.raises(UnsafeArchive) as caught:
        loader.load(target)
    assert caught.value.params["why"] == "path"
    assert not (tmp_path.parent / "users.csv").exists()


def test_a_zip_that_swells_beyond_measure_is_refused(loader: Loader, tmp_path: Path) -> None:
    target = tmp_path / "bomb.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"sourcedId,givenName,familyName\n" + b"0" * 64 * 1024**2)
    with pytest.raises(UnsafeArchive) as caught:
        loader.load(target)
    assert caught.value.params["why"] == "bomb"


def test_a_zip_of_too_many_files_is_refused(loader: Loader, tmp_path: Path) -> None:
    target = tmp_path / "many.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(bundles.MOST_FILES + 1):
            archive.writestr(f"{number}.csv", "")
    with pytest.raises(UnsafeArchive):
        loader.load(target)


@pytest.mark.parametrize("users", ["", "sourcedId,givenName,familyName\n"], ids=["no bytes", "only a header"])
def test_an_empty_bulk_users_file_never_ends_anything_unasked(loader: Loader, users: str) -> None:
    loader.load(school())
    with pytest.raises(WouldEnd) as caught:
        loader.load(school() | {"users": users})
    assert caught.value.params == {"file": "users", "rows": 0, "known": 6}
    report = loader.load(school() | {"users": users, "demographics": ""}, allow_empty=True)
    assert report.counts["users"].read == 0
    assert Person.objects.count() == 6


def test_a_bulk_file_that_lost_most_of_its_rows_is_refused(loader: Loader) -> None:
    bundle = school()
    for number in range(30):
        bundle["users"].append({"sourcedId": f"u{number}", "givenName": "Ayan", "familyName": "Əliyeva"})
    loader.load(bundle)
    with pytest.raises(WouldEnd):
        loader.load(school())
    assert loader.load(school(), allow_empty=True).counts["users"].read == 6


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE people_person; --", "=cmd|' /C calc'!A0", "\u202eevil", "\\.", '{"a":1}', "%s%n"]
)
def test_hostile_values_are_data(loader: Loader, hostile: str) -> None:
    bundle = school()
    bundle["users"][0]["metadata.note"] = hostile
    bundle["orgs"][1]["name"] = hostile
    loader.load(bundle)
    assert Person.objects.get(sourced_id="nihad").metadata == {"note": hostile}


@pytest.mark.parametrize(
    ("field", "size", "rejected"),
    [("metadata.note", 20_000, 0), ("metadata.note", 20_001, 1), ("familyName", 301, 1), ("familyName", 300, 0)],
)
def test_a_text_too_long_for_a_register_is_a_reject(loader: Loader, field: str, size: int, rejected: int) -> None:
    bundle = school()
    bundle["users"][5][field] = "a" * size
    assert loader.load(bundle).counts["users"].rejected == rejected
    assert [fault for fault in loader.faults if fault[3] == "too_long"] == [
        ("users.csv", 7, field, "too_long")
    ] * rejected
