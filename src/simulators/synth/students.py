"""Whoever studies after school, at home and abroad, and the graduates of earlier years."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from simulators.synth.admissions import CREDITS_OF_A_SEMESTER, entrance_score
from simulators.synth.courses import FIRST_YEAR, Courses, Programmes, group_id
from simulators.synth.names import Ints
from simulators.synth.numbers import Days
from simulators.synth.people import Peoples, Registry, adults
from simulators.synth.plan import Plan

CHUNK: Final = 100_000
_AGE: Final = {"vocational": 17.2, "college": 17.5, "bachelor": 18.1, "master": 22.6, "doctorate": 25.5}
_PAID: Final = {"vocational": 0.05, "college": 0.45, "bachelor": 0.55, "master": 0.5, "doctorate": 0.2}
_PART_TIME: Final = {"vocational": 0.0, "college": 0.05, "bachelor": 0.12, "master": 0.25, "doctorate": 0.4}
_LEFT: Final = (0.955, 0.02, 0.008, 0.012, 0.005)  # active, suspended, withdrawn, expelled, transferred
_STATUSES: Final = ("active", "suspended", "withdrawn", "expelled", "transferred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """So many students of one kind of programme; `graduated` ones finished before this school year."""

    kind: str
    count: int
    graduated: bool = False
    abroad: bool = False


def cohorts(plan: Plan, under_age: float) -> list[Cohort]:
    """The cohorts of a plan; those under age are already counted with their families."""
    students, abroad, graduates = (
        plan.count("hei_students"),
        plan.count("abroad_students"),
        plan.count("abroad_graduates"),
    )
    size = plan.raw["size"]
    colleges = size["college_students"] / (size["college_students"] + size["vocational_students"])
    earlier = plan.count("earlier_graduates")
    return [
        Cohort(kind="vocational", count=max(5, round(plan.count("vocational_students") - under_age * (1 - colleges)))),
        Cohort(kind="college", count=max(5, round(plan.count("college_students") - under_age * colleges))),
        Cohort(kind="bachelor", count=round(students * 0.87)),
        Cohort(kind="master", count=round(students * 0.115)),
        Cohort(kind="doctorate", count=round(students * 0.015)),
        Cohort(kind="bachelor", count=round(earlier * 0.62), graduated=True),
        Cohort(kind="master", count=round(earlier * 0.14), graduated=True),
        Cohort(kind="college", count=round(earlier * 0.14), graduated=True),
        Cohort(kind="vocational", count=round(earlier * 0.10), graduated=True),
        Cohort(kind="master", count=max(3, round(abroad * 0.7)), abroad=True),
        Cohort(kind="bachelor", count=max(3, round(abroad * 0.3)), abroad=True),
        Cohort(kind="master", count=max(3, graduates), graduated=True, abroad=True),
    ]


class Students:
    """Writes cohorts, in parts of bounded size."""

    def __init__(self, registry: Registry, courses: Courses) -> None:
        self.registry, self.plan, self.courses = registry, registry.plan, courses
        self.peoples = Peoples(plan=registry.plan)
        self._inhabitants = np.array([place.inhabitants for place in self.plan.places], dtype=float)
        self._codes = pl.Series([place.code for place in self.plan.places])
        self._diplomas = 100_000

    def write(self, cohort: Cohort, rng: np.random.Generator) -> None:
        """Writes one cohort."""
        programmes = (self.courses.abroad if cohort.abroad else self.courses.programmes).get(cohort.kind)
        if programmes is None:
            return
        for start in range(0, cohort.count, CHUNK):
            self._chunk(rng, min(CHUNK, cohort.count - start), cohort, programmes)

    def _chunk(self, rng: np.random.Generator, count: int, cohort: Cohort, programmes: Programmes) -> None:
        plan = self.plan
        picked = programmes.pick(rng, count)
        years = np.ceil(programmes.months[picked] / 12).astype(np.int64)
        if cohort.graduated:
            span = np.maximum(1, plan.year - years - FIRST_YEAR + 1)
            entry = FIRST_YEAR + rng.integers(0, 1 << 30, count) % span
        else:
            entry = plan.year - rng.integers(0, 1 << 30, count) % years
        births = self._births(rng, entry, _AGE[cohort.kind])
        male = rng.random(count) < (0.62 if cohort.kind == "vocational" else 0.49)
        people = adults(self.registry, self.peoples, rng, births, male, era="older" if cohort.graduated else "recent")
        rows = self._studies(rng, people, cohort, programmes, picked, entry, entry + years)
        self.registry.write_users(
            people.with_columns(
                region=self._codes.gather(
                    rng.choice(len(self._codes), count, p=self._inhabitants / self._inhabitants.sum())
                ),
                role=pl.lit("student"),
                org=rows["schoolSourcedId"],
                begin=rows["beginDate"],
            )
        )
        progress = self._progress(people, cohort, rows, entry)
        self.registry.write_enrolments(rows if progress is None else rows.hstack(progress))
        if cohort.kind in ("master", "doctorate") and not cohort.abroad:
            self._earlier_degree(rng, people, entry)

    def _progress(self, people: pl.DataFrame, cohort: Cohort, rows: pl.DataFrame, entry: Ints) -> pl.DataFrame | None:
        """Semester, credits, score and year of admission of those who study at home now."""
        if cohort.graduated or cohort.abroad or cohort.kind == "vocational":
            return None
        semester = 2 * (self.plan.year - entry) + 1
        scored = cohort.kind == "bachelor"
        each = zip(people["sid"], rows["metadata.programme"], entry.tolist(), strict=True)
        return pl.DataFrame(
            {
                "metadata.semester": pl.Series(semester).cast(pl.String),
                "metadata.credits": pl.Series((semester - 1) * CREDITS_OF_A_SEMESTER).cast(pl.String),
                "metadata.admissionYear": pl.Series(entry).cast(pl.String),
                "metadata.entranceScore": [entrance_score(*one) if scored else "" for one in each],
            }
        )

    def _births(self, rng: np.random.Generator, entry: Ints, age: float) -> Days:
        """Birth dates of people who entered in a year at about an age; some came later."""
        late = np.where(rng.random(len(entry)) < 0.15, rng.exponential(2.5, len(entry)), 0.0)
        back = (age - 0.5 + rng.random(len(entry)) + np.minimum(late, 20)) * 365.2425
        begin = (entry - 1970).astype("datetime64[Y]").astype("datetime64[D]") + np.timedelta64(257, "D")
        births: Days = begin - np.round(back).astype("timedelta64[D]")
        return births

    def _studies(
        self,
        rng: np.random.Generator,
        people: pl.DataFrame,
        cohort: Cohort,
        programmes: Programmes,
        picked: Ints,
        entry: Ints,
        leaving: Ints,
    ) -> pl.DataFrame:
        """Rows of enrollments.csv."""
        plan, count = self.plan, people.height
        paid = np.where(rng.random(count) < _PAID[cohort.kind], "paid", "state")
        form = np.where(
            rng.random(count) < (0.0 if cohort.abroad else _PART_TIME[cohort.kind]), "part_time", "full_time"
        )
        begins = self._dates(plan.raw["university_starts"], entry)
        final = pl.Series(leaving).cast(pl.String) + pl.Series([f"-06-{day:02}" for day in range(24, 31)]).gather(
            rng.integers(0, 7, count)
        )
        if cohort.graduated:
            status, ends, graduated = pl.Series(["completed"]).new_from_index(0, count), final, final
            documents = self._documents(count, leaving, abroad=cohort.abroad)
        else:
            status, ends = self._left(rng, entry)
            if cohort.abroad:
                status, ends = pl.Series(["active"]).new_from_index(0, count), pl.Series([""]).new_from_index(0, count)
            graduated = documents = pl.Series([""]).new_from_index(0, count)
        programme = programmes.sourced.gather(picked)
        return pl.DataFrame(
            {
                "classSourcedId": pl.DataFrame({"p": programme, "y": entry}).select(
                    group_id(pl.col("p"), pl.col("y")).alias("c")
                )["c"],
                "schoolSourcedId": programmes.institution.gather(picked),
                "userSourcedId": people["sid"],
                "beginDate": begins,
                "endDate": ends,
                "metadata.level": pl.Series(programmes.level[picked]).cast(pl.String),
                "metadata.kind": [cohort.kind] * count,
                "metadata.form": form,
                "metadata.language": [""] * count if cohort.abroad else [plan.language] * count,
                "metadata.funding": ["state_programme"] * count if cohort.abroad else paid,
                "metadata.status": status,
                "metadata.programme": programme,
                "metadata.expectedEnd": pl.Series(leaving).cast(pl.String) + "-06-30",
                "metadata.graduatedOn": graduated,
                "metadata.documentNumber": documents,
            }
        )

    def _dates(self, day: str, years: Ints) -> pl.Series:
        return pl.Series(years).cast(pl.String) + f"-{day}"

    def _left(self, rng: np.random.Generator, entry: Ints) -> tuple[pl.Series, pl.Series]:
        """Status and last day of current students; who entered this autumn has had no time to leave."""
        count = len(entry)
        drawn = rng.choice(len(_STATUSES), count, p=_LEFT)
        drawn = np.where(entry >= self.plan.year, 0, drawn)
        year = np.minimum(entry + 1, self.plan.year)
        ended = pl.Series(drawn >= 2)
        dates = pl.Series(year).cast(pl.String) + pl.Series(
            [f"-{month:02}-{day:02}" for month in range(1, 8) for day in (5, 12, 19, 26)]
        ).gather(rng.integers(0, 28, count))
        none = pl.Series([""]).new_from_index(0, count)
        return pl.Series(list(_STATUSES)).gather(drawn), dates.zip_with(ended, none)

    def _documents(self, count: int, year: Ints, abroad: bool) -> pl.Series:
        """Numbers of diplomas, none twice."""
        numbers = range(self._diplomas + 1, self._diplomas + count + 1)
        self._diplomas += count
        if abroad:
            return pl.Series([f"{when}-{number:07}" for when, number in zip(year, numbers, strict=True)])
        form: str = self.plan.raw["document"]
        return pl.Series([form.format(number) for number in numbers])

    def _earlier_degree(self, rng: np.random.Generator, people: pl.DataFrame, entry: Ints) -> None:
        """The bachelor's diploma that a master's student brought along."""
        begin = entry - 4 - rng.integers(0, 2, len(entry))
        known = begin >= FIRST_YEAR
        self.degrees(rng, people.filter(pl.Series(known)), begin[known])

    def degrees(self, rng: np.random.Generator, people: pl.DataFrame, begin: Ints) -> None:
        """A finished four-year bachelor's programme for each of these people, begun in those years."""
        programmes = self.courses.programmes["bachelor"]
        short = np.flatnonzero(programmes.months == 48)
        weights = programmes.weight[short] / programmes.weight[short].sum()
        picked = short[rng.choice(len(short), people.height, p=weights)]
        cohort = Cohort(kind="bachelor", count=people.height, graduated=True)
        self.registry.write_enrolments(self._studies(rng, people, cohort, programmes, picked, begin, begin + 4))
