"""A country out of a seed: the same bytes, valid numbers, whole families, right regions, the cast as it is written."""

import csv
import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from maarif.kernel import countries, identifiers
from simulators.synth import bundle as bundles
from simulators.synth import cast
from simulators.synth.country import Written, write_country
from simulators.synth.names import female_surname, names, russian_patronymic
from simulators.synth.staff import diagnostic, numbered_post, recruitment

SCALES = {"az": 0.002, "kg": 0.002, "kz": 0.0008}


def read(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


@pytest.fixture(scope="module", params=sorted(SCALES))
def made(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Written]:
    folder = tmp_path_factory.mktemp(request.param)
    return request.param, folder, write_country(request.param, folder, scale=SCALES[request.param], seed=1)


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("first", 7), ("second", 7), ("third", 8)):
        write_country("az", tmp_path / name, scale=0.001, seed=seed)
    assert digest(tmp_path / "first") == digest(tmp_path / "second")
    assert digest(tmp_path / "first") != digest(tmp_path / "third")


def test_every_file_has_the_columns_that_it_promises_and_the_rows_that_are_counted(
    made: tuple[str, Path, Written],
) -> None:
    _, folder, written = made
    for name, columns in bundles.COLUMNS.items():
        frame = read(folder, name)
        assert tuple(frame.columns) == columns
        assert frame.height == written.counts[name]
        assert frame["sourcedId"].n_unique() == frame.height
    manifest = dict(csv.reader((folder / "manifest.csv").open(encoding="utf-8")))
    assert manifest["oneroster.version"] == "1.2"
    assert manifest["file.users"] == "bulk"


def test_every_personal_number_is_valid_once_and_tells_the_right_birth_date(made: tuple[str, Path, Written]) -> None:
    country, folder, _ = made
    people = read(folder, "users").join(read(folder, "demographics"), on="sourcedId")
    assert people["identifier"].n_unique() == people.height
    for number, birth, sex in people.select("identifier", "birthDate", "sex").iter_rows():
        checked = identifiers.check(country, number)
        assert checked.valid, number
        assert checked.birth_date in (None, date.fromisoformat(birth))
        assert checked.sex in (None, sex)


def test_people_live_in_regions_of_their_country_and_most_where_most_live(made: tuple[str, Path, Written]) -> None:
    country, folder, _ = made
    known = {region.code for region in countries.regions(country)}
    lived = Counter(read(folder, "users")["metadata.region"].drop_nulls())
    assert set(lived) <= known
    assert set(read(folder, "orgs")["metadata.region"].drop_nulls()) <= known
    assert (
        max(lived, key=lambda code: lived[code])
        in {"az": {"AZ-BA"}, "kg": {"KG-O", "KG-J", "KG-GB", "KG-C"}, "kz": known}[country]
    )


def test_children_have_grown_up_guardians_and_brothers_and_sisters_share_a_school(
    made: tuple[str, Path, Written],
) -> None:
    _, folder, _ = made
    users = read(folder, "users").join(read(folder, "demographics").select("sourcedId", "birthDate"), on="sourcedId")
    births = dict(users.select("sourcedId", "birthDate").iter_rows())
    schools: dict[str, list[str]] = {}
    for row in users.filter(pl.col("agentSourcedIds").is_not_null()).iter_rows(named=True):
        agents, kinds = row["agentSourcedIds"].split(","), row["metadata.agentKinds"].split(",")
        assert len(agents) == len(kinds)
        for agent in agents:
            assert date.fromisoformat(births[agent]).year + 18 <= date.fromisoformat(row["birthDate"]).year + 1
        if row["grades"] in ("01", "02", "03", "04", "05", "06", "07", "08", "09"):
            schools.setdefault(agents[0], []).append(row["primaryOrgSourcedId"])
    siblings = [places for places in schools.values() if len(places) > 1]
    assert len(siblings) > 20
    assert all(len(set(places)) == 1 for places in siblings)


def test_nobody_studies_twice_at_a_time_and_classes_are_of_their_school(made: tuple[str, Path, Written]) -> None:
    _, folder, _ = made
    studies = read(folder, "enrollments").filter(
        (pl.col("role") == "student") & (pl.col("metadata.status") == "active")
    )
    assert studies.select("userSourcedId", "metadata.kind").is_duplicated().sum() == 0
    classes = read(folder, "classes").select(
        pl.col("sourcedId").alias("classSourcedId"), pl.col("schoolSourcedId").alias("of")
    )
    joined = studies.join(classes, on="classSourcedId", how="left")
    assert joined["of"].null_count() == 0
    assert joined.filter(pl.col("of") != pl.col("schoolSourcedId")).height == 0


def test_school_classes_are_of_a_believable_size(made: tuple[str, Path, Written]) -> None:
    _, folder, _ = made
    pupils = read(folder, "enrollments").filter(
        (pl.col("metadata.kind") == "general") & (pl.col("metadata.status") == "active")
    )
    sizes = pupils.group_by("classSourcedId").len()["len"]
    assert 12 <= float(sizes.mean() or 0) <= 32


def test_no_post_is_over_filled(made: tuple[str, Path, Written]) -> None:
    _, folder, _ = made
    shares = read(folder, "maarif_employments").group_by("postSourcedId").agg(pl.col("share").cast(pl.Int64).sum())
    posts = read(folder, "maarif_posts").select("sourcedId", pl.col("fullTimeEquivalent").cast(pl.Int64))
    joined = shares.join(posts, left_on="postSourcedId", right_on="sourcedId", how="left")
    assert joined["fullTimeEquivalent"].null_count() == 0
    assert joined.filter(pl.col("share") > pl.col("fullTimeEquivalent")).height == 0


def test_a_staff_too_large_for_one_post_holds_several() -> None:
    holders = pl.DataFrame({"post": ["a"] * 61 + ["b"] * 60 + ["a"] * 60})
    sizes = dict(holders.select(numbered_post(pl.col("post"))).to_series().value_counts().iter_rows())
    assert sizes == {"a": 60, "a-2": 60, "a-3": 1, "b": 60}


def test_the_cast_is_there_exactly_as_it_is_written(made: tuple[str, Path, Written]) -> None:
    country, folder, _ = made
    users = {row["sourcedId"]: row for row in read(folder, "users").iter_rows(named=True)}
    orgs = set(read(folder, "orgs")["sourcedId"])
    programmes = set(read(folder, "maarif_programmes")["sourcedId"])
    assert len(cast.personas(country)) == 15
    for persona in cast.personas(country):
        row = users[persona["sourced_id"]]
        assert (row["identifier"], row["familyName"], row["givenName"], row["middleName"]) == (
            persona["personal_number"],
            persona["family_name"],
            persona["given_name"],
            persona["patronymic"],
        )
        for study in persona.get("enrolment", ()):
            assert study["institution"] in orgs
            assert study.get("programme") is None or study["programme"] in programmes
        for role in persona.get("role", ()):
            assert role["scope"] in orgs or (role["scope_kind"], role["scope"]) == ("country", country)


def test_planted_mistakes_are_counted(tmp_path: Path) -> None:
    clean = write_country("az", tmp_path / "clean", scale=0.001, seed=1)
    dirty = write_country("az", tmp_path / "dirty", scale=0.001, seed=1, dirt=0.05)
    assert clean.planted == {}
    assert dirty.counts["users"] == clean.counts["users"] + dirty.planted["twins"]
    users = read(tmp_path / "dirty", "users")
    assert users["givenName"].null_count() >= dirty.planted["users.givenName"]
    assert users.filter(pl.col("identifier") == "12?").height == dirty.planted["users.identifier"]


def test_the_arithmetic_of_both_examinations_is_the_published_one() -> None:
    passed = recruitment(31, 6, 15, 4)
    assert (passed["total"], passed["passed"]) == ("73.00", "true")
    assert recruitment(18, 4, 5, 4)["passed"] == "false"  # 34 of the subject, but 4 of 6 of the method
    assert recruitment(17, 0, 6, 0)["total"] == "40.00"
    assert recruitment(17, 0, 6, 0)["passed"] == "true"
    assert recruitment(17, 1, 20, 0)["passed"] == "false"  # 33.5 of the subject
    assert diagnostic(30, 20)["outcome"] == "certified"
    assert diagnostic(29, 40)["outcome"] == "not_certified"
    assert diagnostic(60, 19)["outcome"] == "not_certified"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Məmmədov", "Məmmədova"),
        ("Əliyev", "Əliyeva"),
        ("Həsənli", "Həsənli"),
        ("Кузьмин", "Кузьмина"),
        ("Ким", "Ким"),
        ("Белинский", "Белинская"),
        ("Шевченко", "Шевченко"),
    ],
)
def test_a_woman_has_her_form_of_a_surname(form: str, expected: str) -> None:
    assert female_surname(form) == expected


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергей", "Сергеевич", "Сергеевна"),
        ("Юрий", "Юрьевич", "Юрьевна"),
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Павел", "Павлович", "Павловна"),
        ("Марат", "Маратович", "Маратовна"),
        ("Ғани", "", ""),
    ],
)
def test_a_patronymic_follows_the_father(father: str, son: str, daughter: str) -> None:
    irregular = {"Павел": "Павлов", "Дмитрий": "Дмитриев"}
    assert (russian_patronymic(father, "male", irregular), russian_patronymic(father, "female", irregular)) == (
        son,
        daughter,
    )


@pytest.mark.parametrize("people", ["az", "kk", "ky", "ru"])
def test_lists_of_names_are_long_and_without_repetition(people: str) -> None:
    book = names(people)
    for (_, era), given in book.given.items():
        assert given.n_unique() == len(given)
        assert len(given) >= (36 if people == "ru" else 65), era
    assert book.surname["male"].n_unique() == len(book.surname["male"]) >= 80
