"""What is taught: school years, classes of schools and kindergartens, programmes and the groups that enter them each year."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.text import LANGUAGES
from simulators.synth.admissions import admission_group, passing_scores, programme_credits
from simulators.synth.bundle import Bundle
from simulators.synth.names import Ints
from simulators.synth.places import Floats, Group, Places
from simulators.synth.plan import Plan, words

GRADES: Final = 11
CLASS_SIZE: Final = 25
FIRST_YEAR: Final = 2009
"""Groups of students are known from this year of entry on."""
_LETTERS: Final = {
    "az": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "kk": "АӘБВГҒДЕЖЗИКҚЛМНОПРСТУҰФХШ",
    "ky": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
}
_MONTHS: Final = {"bachelor": 48, "master": 24, "doctorate": 36, "college": 36, "vocational": 24}
_LEVEL: Final = {"bachelor": 6, "master": 7, "doctorate": 8, "college": 5, "vocational": 3}
_LONG: Final = {"medicine": 72, "dentistry": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """Programmes of one kind of education: their institutions, how they weigh, how long they last."""

    kind: str
    sourced: pl.Series
    institution: pl.Series
    weight: Floats
    months: Ints
    level: Ints

    def pick(self, rng: np.random.Generator, count: int) -> Ints:
        """Programmes for so many students."""
        return np.searchsorted(np.cumsum(self.weight)[:-1], rng.random(count)).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """All that is taught; `sections` is how many parallel classes each school has in a grade."""

    sections: Ints
    groups: Ints
    programmes: dict[str, Programmes]
    abroad: dict[str, Programmes]
    class_teachers: pl.DataFrame
    """Columns `class`, `school` (index): the classes of schools, for the staff to take over."""


def build(plan: Plan, places: Places, bundle: Bundle) -> Courses:
    """Makes and writes sessions, courses, classes and programmes."""
    _write_sessions(plan, bundle)
    pupils = plan.count("pupils")
    sections = np.maximum(1, np.round(places.schools.weight * pupils / GRADES / CLASS_SIZE)).astype(np.int64)
    groups = np.maximum(1, np.round(places.kindergartens.weight * plan.count("preschool_children") / 4 / 22))
    classes = _write_school_classes(plan, places.schools, sections, bundle)
    _write_kindergarten_groups(plan, places.kindergartens, groups.astype(np.int64), bundle)
    home, abroad = _programme_rows(plan, places)
    rows = home + abroad
    bundle.write("maarif_programmes", pl.DataFrame([row["row"] for row in rows], infer_schema_length=None))
    _write_groups(plan, rows, bundle)
    return Courses(
        sections=sections,
        groups=groups.astype(np.int64),
        programmes=_by_kind(home),
        abroad=_by_kind(abroad),
        class_teachers=classes,
    )


def _write_sessions(plan: Plan, bundle: Bundle) -> None:
    years = range(FIRST_YEAR, plan.year + 1)
    rows = [
        {
            "sourcedId": f"{plan.country}-year-{year}",
            "title": f"{year}/{year + 1}",
            "type": "schoolYear",
            "startDate": plan.starts(year).isoformat(),
            "endDate": plan.ends(year).isoformat(),
            "schoolYear": str(year + 1),
        }
        for year in years
    ]
    bundle.write("academicSessions", pl.DataFrame(rows))


def _write_school_classes(plan: Plan, schools: Group, sections: Ints, bundle: Bundle) -> pl.DataFrame:
    country, year = plan.country, plan.year
    title = words()["course"]["general"][plan.language]
    bundle.write(
        "courses",
        pl.DataFrame(
            {
                "sourcedId": [f"{country}-course-{grade}" for grade in range(1, GRADES + 1)],
                "schoolYearSourcedId": f"{country}-year-{year}",
                "title": [title.format(n=grade) for grade in range(1, GRADES + 1)],
                "courseCode": [f"G{grade:02}" for grade in range(1, GRADES + 1)],
                "grades": [f"{grade:02}" for grade in range(1, GRADES + 1)],
                "orgSourcedId": f"{country}-office-ministry",
            }
        ),
    )
    school = np.repeat(np.arange(len(schools.sourced)), sections * GRADES)
    within = np.concatenate([np.arange(count * GRADES) for count in sections])
    grade, section = within // sections[school] + 1, within % sections[school] + 1
    second = schools.second_language[school] & (section == sections[school]) & (sections[school] > 1)
    letters = pl.Series(list(_LETTERS[plan.language]))
    frame = pl.DataFrame(
        {"sid": schools.sourced.gather(school), "grade": grade, "section": section, "school": school, "second": second}
    ).with_columns(letter=letters.gather((section - 1) % len(letters)))
    shift = (pl.col("grade") % 2 + 1) if len(schools.sourced) else pl.lit(1)
    crowded = pl.Series(schools.weight[school] * plan.count("pupils") > 700)
    classes = frame.select(
        class_id(pl.col("sid"), year, pl.col("grade"), pl.col("section")).alias("sourcedId"),
        pl.concat_str(pl.col("grade"), pl.col("letter")).alias("title"),
        pl.col("grade").cast(pl.String).str.zfill(2).alias("grades"),
        pl.format(f"{country}-course-{{}}", "grade").alias("courseSourcedId"),
        pl.lit("homeroom").alias("classType"),
        pl.col("sid").alias("schoolSourcedId"),
        pl.lit(f"{country}-year-{year}").alias("termSourcedIds"),
        pl.when("second").then(pl.lit(plan.raw["minority"]["language"])).otherwise(pl.lit(plan.language))
        .alias("metadata.language"),
        pl.when(crowded).then(shift).otherwise(1).cast(pl.String).alias("metadata.shift"),
        pl.lit("30").alias("metadata.capacity"),
    )  # fmt: skip
    bundle.write("classes", classes)
    return pl.DataFrame({"class": classes["sourcedId"], "school": school})


def class_id(school: pl.Expr, year: int, grade: pl.Expr, section: pl.Expr) -> pl.Expr:
    """The sourcedId of a class, computed so that nobody has to look one up."""
    return pl.concat_str(school, pl.lit(f"-{year}-"), grade, pl.lit("-"), section)


def _write_kindergarten_groups(plan: Plan, gardens: Group, groups: Ints, bundle: Bundle) -> None:
    country, year = plan.country, plan.year
    course = {
        "sourcedId": [f"{country}-course-preschool"],
        "schoolYearSourcedId": [f"{country}-year-{year}"],
        "title": [words()["course"]["preschool"][plan.language]],
        "courseCode": ["PS"],
        "orgSourcedId": [f"{country}-office-ministry"],
    }
    bundle.write("courses", pl.DataFrame(course))
    garden = np.repeat(np.arange(len(gardens.sourced)), groups * 4)
    within = np.concatenate([np.arange(count * 4) for count in groups])
    frame = pl.DataFrame(
        {"sid": gardens.sourced.gather(garden), "age": within // groups[garden] + 2, "n": within % groups[garden] + 1}
    )
    bundle.write(
        "classes",
        frame.select(
            class_id(pl.col("sid"), year, pl.col("age"), pl.col("n")).alias("sourcedId"),
            pl.format("{}–{} / {}", pl.col("age"), pl.col("age") + 1, pl.col("n")).alias("title"),
            pl.lit(f"{country}-course-preschool").alias("courseSourcedId"),
            pl.lit("homeroom").alias("classType"),
            pl.col("sid").alias("schoolSourcedId"),
            pl.lit(f"{country}-year-{year}").alias("termSourcedIds"),
            pl.lit(plan.language).alias("metadata.language"),
            pl.lit("1").alias("metadata.shift"),
            pl.lit("25").alias("metadata.capacity"),
        ),
    )


def _programme_rows(plan: Plan, places: Places) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The programmes of the country's own institutions, and those of universities abroad."""
    all_words, home, abroad = words(), [], []
    for university in places.universities:
        taught = [code for code, raw in all_words["higher"].items() if set(raw["fields"]) & set(university.fields)]
        for code in taught:
            title = all_words["higher"][code]
            for kind, mark, share in (("bachelor", "p", 0.8), ("master", "m", 0.17), ("doctorate", "d", 0.03)):
                if kind != "bachelor" and code in _LONG:
                    continue
                weight = university.weight * share / len(taught)
                home.append(_programme(plan, university.sourced, f"{mark}-{code}", kind, title, weight, code))
    for index, sourced in enumerate(places.colleges.sourced):
        codes = all_words["college"][places.college_themes[index]]["programmes"]
        for code in codes:
            weight = float(places.colleges.weight[index]) / len(codes)
            title = all_words["college_programme"][code]
            home.append(_programme(plan, sourced, f"p-{code}", "college", title, weight))
    trades = list(all_words["vocational_programme"].items())
    for index, sourced in enumerate(places.vocational.sourced):
        for step in range(3):
            code, title = trades[0] if step == 0 else trades[1 + (index * 2 + step - 1) % (len(trades) - 1)]
            weight = float(places.vocational.weight[index]) / 3
            home.append(_programme(plan, sourced, f"p-{code}", "vocational", title, weight))
    for raw in plan.raw["abroad"]:
        for one in raw["programmes"]:
            title = all_words["higher"][one["like"]]
            row = _programme(plan, raw["sourced_id"], f"p-{one['code']}", one["kind"], title, 1.0)
            row["row"]["language"] = "de" if raw["country"] == "de" else "en"
            abroad.append(row)
    return home, abroad


def _programme(
    plan: Plan, institution: str, code: str, kind: str, title: dict[str, Any], weight: float, long: str = ""
) -> dict[str, Any]:
    degree = words()["degree"][kind]
    names = {language: str(title[language]) for language in LANGUAGES}
    qualifications = {language: f"{degree[language]}: {names[language]}" for language in LANGUAGES}
    months = _LONG.get(long, _MONTHS[kind]) if kind == "bachelor" else _MONTHS[kind]
    level = 7 if months > 48 else _LEVEL[kind]
    row = {
        "sourcedId": f"{institution}-{code}",
        "orgSourcedId": institution,
        "code": code.split("-", 1)[1].upper().replace("_", "-"),
        "name": names[plan.language],
        "kind": kind,
        "level": str(level),
        "language": plan.language,
        "form": "full_time",
        "durationMonths": str(months),
        "qualification": qualifications[plan.language],
        "metadata.credits": programme_credits(kind, months),
        "metadata.admissionGroup": admission_group(kind, code),
        "metadata.passingScores": passing_scores(kind, f"{institution}-{code}", range(plan.year - 6, plan.year + 1)),
        **{f"metadata.name{language.title()}": names[language] for language in LANGUAGES},
        **{f"metadata.qualification{language.title()}": qualifications[language] for language in LANGUAGES},
    }
    return {"row": row, "kind": kind, "weight": weight, "months": months, "level": level, "institution": institution}


def _by_kind(rows: list[dict[str, Any]]) -> dict[str, Programmes]:
    made = {}
    for kind in dict.fromkeys(row["kind"] for row in rows):
        of_kind = [row for row in rows if row["kind"] == kind]
        weight = np.array([row["weight"] for row in of_kind])
        made[kind] = Programmes(
            kind=kind,
            sourced=pl.Series([row["row"]["sourcedId"] for row in of_kind]),
            institution=pl.Series([row["institution"] for row in of_kind]),
            weight=weight / weight.sum(),
            months=np.array([row["months"] for row in of_kind], dtype=np.int64),
            level=np.array([row["level"] for row in of_kind], dtype=np.int64),
        )
    return made


def _write_groups(plan: Plan, rows: list[dict[str, Any]], bundle: Bundle) -> None:
    """A course for each programme, and a group for each year of entry."""
    programmes = pl.DataFrame([row["row"] for row in rows], infer_schema_length=None)
    bundle.write(
        "courses",
        programmes.select(
            pl.format("{}-course", "sourcedId").alias("sourcedId"),
            pl.col("name").alias("title"),
            pl.col("code").alias("courseCode"),
            "orgSourcedId",
        ),
    )
    years = pl.DataFrame({"year": range(FIRST_YEAR, plan.year + 1)})
    groups = programmes.join(years, how="cross")
    bundle.write(
        "classes",
        groups.select(
            group_id(pl.col("sourcedId"), pl.col("year")).alias("sourcedId"),
            pl.format("{}, {}", pl.col("name"), pl.col("year")).alias("title"),
            pl.format("{}-course", "sourcedId").alias("courseSourcedId"),
            pl.lit("homeroom").alias("classType"),
            pl.col("orgSourcedId").alias("schoolSourcedId"),
            pl.format(f"{plan.country}-year-{{}}", "year").alias("termSourcedIds"),
            pl.col("language").alias("metadata.language"),
            pl.lit("1").alias("metadata.shift"),
        ),
    )


def group_id(programme: pl.Expr, year: pl.Expr) -> pl.Expr:
    """The sourcedId of the group that entered a programme in a year."""
    return pl.concat_str(programme, pl.lit("-"), year)
