"""Families in a stream: parents, brothers and sisters who go to the school and the kindergarten near them."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from simulators.synth.courses import GRADES, Courses, class_id, group_id
from simulators.synth.names import Flags, Ints
from simulators.synth.numbers import Days
from simulators.synth.people import Peoples, Registry
from simulators.synth.places import Places
from simulators.synth.plan import Plan

CHUNK: Final = 40_000
_YEAR: Final = 365.2425
_CHILDREN: Final = (0.27, 0.43, 0.20, 0.07, 0.03)  # of one, two ... five ever born
_SINGLE_MOTHERS: Final = 0.11
_SINGLE_FATHERS: Final = 0.01
_GUARDED: Final = 0.015  # children of neither parent: somebody else stands for them
_OWN_SURNAME: Final = 0.15  # of married women
_SAMPLE: Final = 20_000
_LEAVES: Final = 0.24  # share of pupils who go on to a college or a vocational school after grade 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one average family has: how many families there must be, and which share of small children finds a place."""

    families: int
    preschool_coverage: float
    after_nine: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draw:
    """A chunk of families: `family` is the index of each child's family."""

    family: Ints
    births: Days
    first_birth: Days


def shape(plan: Plan, rng: np.random.Generator) -> Shape:
    """Draws a sample and sees how many families make the pupils of the plan."""
    sample = _children(plan, rng, _SAMPLE)
    age = _age_at_start(plan, sample.births)
    leavers = ((age == 15) | (age == 16)).sum() * _LEAVES
    pupils = (((age >= 6) & (age <= 16)).sum() - leavers) / _SAMPLE
    families = max(20, round(plan.count("pupils") / pupils))
    small = ((age >= 2) & (age <= 5)).sum() / _SAMPLE * families
    return Shape(
        families=families,
        preschool_coverage=min(0.97, plan.count("preschool_children") / max(small, 1)),
        after_nine=leavers / _SAMPLE * families,
    )


def _children(plan: Plan, rng: np.random.Generator, count: int) -> _Draw:
    """Children under 17 of so many families, the eldest first."""
    born = rng.choice(np.arange(1, 6), size=count, p=_CHILDREN)
    eldest = rng.integers(30, int(17.5 * _YEAR), size=count)
    gaps = np.round(rng.gamma(4.0, 0.75, size=(count, 4)) * _YEAR).astype(np.int64) + 330
    twins = rng.random((count, 4)) < 0.012
    ages = np.column_stack([eldest, eldest[:, None] - np.cumsum(np.where(twins, 0, gaps), axis=1)])
    there = (np.arange(5) < born[:, None]) & (ages > 20)
    family, position = np.nonzero(there)
    today = np.datetime64(plan.on, "D")
    births = today - ages[family, position].astype("timedelta64[D]")
    return _Draw(family=family, births=births, first_birth=today - eldest.astype("timedelta64[D]"))


def _age_at_start(plan: Plan, births: Days) -> Ints:
    """Full years of age on the first day of the school year."""
    start = np.datetime64(plan.starts(plan.year), "D")
    return np.floor((start - births).astype(np.int64) / _YEAR).astype(np.int64)


class Families:
    """Writes all families of a country, chunk after chunk."""

    def __init__(self, registry: Registry, places: Places, courses: Courses) -> None:
        self.registry, self.plan = registry, registry.plan
        self.places, self.courses = places, courses
        self.peoples = Peoples(plan=self.plan)
        self.codes = pl.Series([place.code for place in self.plan.places])

    def write(self, shape_: Shape, rng: np.random.Generator) -> None:
        """Writes so many families as the shape says."""
        for start in range(0, shape_.families, CHUNK):
            self._chunk(rng, min(CHUNK, shape_.families - start), shape_)

    def _chunk(self, rng: np.random.Generator, count: int, shape_: Shape) -> None:
        draw = _children(self.plan, rng, count)
        school = self.places.schools.pick(rng, count)
        region = self.places.schools.region[school]
        minority = self.peoples.draw(rng, count)
        surname = self.peoples.draw_surnames(rng, count)
        fathers = self.peoples.draw_given(rng, count, "male", "older")
        ids = {"mother": self.registry.new_users(count), "father": self.registry.new_users(count)}
        kin = rng.random(count)
        homes = pl.DataFrame(
            {
                "mother": ids["mother"],
                "father": ids["father"],
                "has_mother": kin >= _SINGLE_FATHERS,
                "has_father": (kin < _SINGLE_FATHERS) | (kin >= _SINGLE_FATHERS + _SINGLE_MOTHERS),
                "guarded": rng.random(count) < _GUARDED,
                "region": self.codes.gather(region),
                "language": self.peoples.languages(minority),
            }
        )
        has_child = np.bincount(draw.family, minlength=count) > 0
        self._parents(rng, homes, draw.first_birth, surname, fathers, minority, has_child)
        children = self._names(rng, draw, homes, surname, fathers, minority)
        self._place(rng, children, draw, school, minority, shape_)

    def _parents(
        self,
        rng: np.random.Generator,
        homes: pl.DataFrame,
        first_birth: Days,
        surname: tuple[Ints, Ints],
        fathers: tuple[Ints, Ints],
        minority: Flags,
        has_child: Flags,
    ) -> None:
        """Mother and father (or whoever stands in their place) of each family."""
        count, peoples = homes.height, self.peoples
        mother_age = np.clip(rng.normal(25.0, 4.2, count), 18.3, 42)
        father_age = np.clip(mother_age + rng.normal(3.0, 3.0, count), 19, 58)
        own_name = rng.random(count) < _OWN_SURNAME
        maiden = peoples.draw_surnames(rng, count)
        wife = (np.where(own_name, maiden[0], surname[0]), np.where(own_name, maiden[1], surname[1]))
        mothers = peoples.draw_given(rng, count, "female", "older")
        for kin, sex, age, family, given in (
            ("mother", "female", mother_age, wife, mothers),
            ("father", "male", father_age, surname, fathers),
        ):
            births = first_birth - np.round(age * _YEAR).astype("timedelta64[D]")
            male = np.full(count, sex == "male")
            grandfathers = peoples.draw_given(rng, count, "male", "older")
            manner = peoples.russian_manner(rng, count)
            frame = pl.DataFrame(
                {
                    "sid": homes[kin],
                    "family": peoples.surnames(family, minority, sex),
                    "given": peoples.given(given, minority, sex, "older"),
                    "patronymic": peoples.patronymics(grandfathers, minority, manner, sex),
                    "birth": births,
                    "male": male,
                    "number": self.registry.numbers.issue(births, male),
                    "region": homes["region"],
                    "language": homes["language"],
                    "role": pl.Series(["parent"]).new_from_index(0, count),
                    "org": pl.Series([""]).new_from_index(0, count),
                    "begin": births,
                }
            )
            self.registry.write_users(frame.filter(homes[f"has_{kin}"] & pl.Series(has_child)))

    def _names(
        self,
        rng: np.random.Generator,
        draw: _Draw,
        homes: pl.DataFrame,
        surname: tuple[Ints, Ints],
        fathers: tuple[Ints, Ints],
        minority: Flags,
    ) -> pl.DataFrame:
        """The children with their names, numbers and guardians."""
        peoples, family = self.peoples, draw.family
        count = len(family)
        male = rng.random(count) < 0.515
        of_boys = pl.Series(male)
        kids_minority = minority[family]
        inherited = (surname[0][family], surname[1][family])
        fathered = (fathers[0][family], fathers[1][family])
        manner = peoples.russian_manner(rng, len(minority))[family]  # brothers and sisters alike

        def by_sex(column: Any) -> pl.Series:
            boys: pl.Series = column("male")
            return boys.zip_with(of_boys, column("female"))

        def drawn(sex: str) -> pl.Series:
            return peoples.given(peoples.draw_given(rng, count, sex, "recent"), kids_minority, sex, "recent")

        home = homes[family]
        return pl.concat([
            home.select("region", "language"),
            pl.DataFrame(
                {
                    "sid": self.registry.new_users(count),
                    "family": by_sex(lambda sex: peoples.surnames(inherited, kids_minority, sex)),
                    "given": by_sex(drawn),
                    "patronymic": by_sex(lambda sex: peoples.patronymics(fathered, kids_minority, manner, sex)),
                    "birth": draw.births,
                    "male": male,
                    "number": self.registry.numbers.issue(draw.births, male),
                    "role": pl.Series(["student"]).new_from_index(0, count),
                }
            ),
            _guardians(home, pl.Series(draw.births).cast(pl.String)),
        ], how="horizontal")  # fmt: skip

    def _place(
        self,
        rng: np.random.Generator,
        children: pl.DataFrame,
        draw: _Draw,
        school: Ints,
        minority: Flags,
        shape_: Shape,
    ) -> None:
        """Each child in a kindergarten, a school, a college or a vocational school, or at home."""
        age = _age_at_start(self.plan, draw.births)
        count = children.height
        chance = rng.random(count)
        garden = self.places.kindergartens.pick_near(rng, self.places.schools.region[school])[draw.family]
        preschool = (age >= 2) & (age <= 5) & (chance < shape_.preschool_coverage) & (garden >= 0)
        leaves = ((age == 15) | (age == 16)) & (chance < _LEAVES)
        pupil = (age >= 6) & (age <= 16) & ~leaves
        studies = [
            self._pupils(rng, children, pupil, age, school[draw.family], minority[draw.family]),
            self._preschoolers(rng, children, preschool, age, garden),
            self._leavers(rng, children, leaves, age),
        ]
        placed = pl.concat(
            [study.select("userSourcedId", "schoolSourcedId", "beginDate", "grades") for study in studies]
        )
        people = children.join(
            placed, left_on="sid", right_on="userSourcedId", how="left", maintain_order="left"
        ).with_columns(
            org=pl.col("schoolSourcedId").fill_null(""),
            begin=pl.col("beginDate").fill_null(""),
            grades=pl.col("grades").fill_null(""),
        )
        self.registry.write_users(people)
        for study in studies:
            self.registry.write_enrolments(study.drop("grades"))

    def _pupils(
        self, rng: np.random.Generator, children: pl.DataFrame, who: Flags, age: Ints, school: Ints, minority: Flags
    ) -> pl.DataFrame:
        plan, index = self.plan, np.flatnonzero(who)
        at = school[index]
        grade = np.clip(age[index] - 5, 1, GRADES)
        sections = self.courses.sections[at]
        second = self.places.schools.second_language[at] & (sections > 1)
        in_second = second & (minority[index] | (rng.random(len(index)) < 0.08))
        section = np.where(in_second, sections, 1 + rng.integers(0, 1 << 30, len(index)) % (sections - second))
        moved = (rng.random(len(index)) < 0.12) & (grade > 1)
        level = np.where(grade <= 4, 1, np.where(grade <= 9, 2, 3))
        entered = np.where(grade <= 4, 1, np.where(grade <= 9, 5, 10))
        years_back = np.where(moved, rng.integers(0, 1 << 30, len(index)) % (grade - entered + 1), grade - entered)
        starts = pl.Series([plan.starts(plan.year - back).isoformat() for back in range(12)])
        frame = pl.DataFrame({"sid": self.places.schools.sourced.gather(at), "grade": grade, "section": section})
        return frame.select(
            class_id(pl.col("sid"), plan.year, pl.col("grade"), pl.col("section")).alias("classSourcedId"),
            pl.col("sid").alias("schoolSourcedId"),
            children["sid"].gather(index).alias("userSourcedId"),
            starts.gather(years_back).alias("beginDate"),
            pl.Series(level).cast(pl.String).alias("metadata.level"),
            pl.lit("general").alias("metadata.kind"),
            pl.col("grade").cast(pl.String).alias("metadata.grade"),
            pl.lit("full_time").alias("metadata.form"),
            pl.when(pl.Series(in_second)).then(pl.lit(plan.raw["minority"]["language"]))
            .otherwise(pl.lit(plan.language)).alias("metadata.language"),
            pl.lit("state").alias("metadata.funding"),
            pl.lit("active").alias("metadata.status"),
            pl.col("grade").cast(pl.String).str.zfill(2).alias("grades"),
        )  # fmt: skip

    def _preschoolers(
        self, rng: np.random.Generator, children: pl.DataFrame, who: Flags, age: Ints, garden: Ints
    ) -> pl.DataFrame:
        plan, index = self.plan, np.flatnonzero(who)
        at = garden[index]
        number = 1 + rng.integers(0, 1 << 30, len(index)) % self.courses.groups[at]
        starts = pl.Series([plan.starts(plan.year - back).isoformat() for back in range(5)])
        sid = self.places.kindergartens.sourced.gather(at)
        frame = pl.DataFrame({"sid": sid, "age": age[index], "n": number})
        return frame.select(
            class_id(pl.col("sid"), plan.year, pl.col("age"), pl.col("n")).alias("classSourcedId"),
            pl.col("sid").alias("schoolSourcedId"),
            children["sid"].gather(index).alias("userSourcedId"),
            starts.gather(rng.integers(0, 1 << 30, len(index)) % (age[index] - 1)).alias("beginDate"),
            pl.lit("0").alias("metadata.level"),
            pl.lit("preschool").alias("metadata.kind"),
            pl.lit("").alias("metadata.grade"),
            pl.lit("full_time").alias("metadata.form"),
            pl.lit(plan.language).alias("metadata.language"),
            pl.lit("state").alias("metadata.funding"),
            pl.lit("active").alias("metadata.status"),
            pl.lit("").alias("grades"),
        )

    def _leavers(self, rng: np.random.Generator, children: pl.DataFrame, who: Flags, age: Ints) -> pl.DataFrame:
        """Those who left school after grade 9, at a college or a vocational school in its first or second year."""
        plan, index = self.plan, np.flatnonzero(who)
        size = plan.raw["size"]
        to_college = rng.random(len(index)) < size["college_students"] / (
            size["college_students"] + size["vocational_students"]
        )
        parts = []
        for kind, chosen in (("college", to_college), ("vocational", ~to_college)):
            programmes = self.courses.programmes[kind]
            picked = programmes.pick(rng, int(chosen.sum()))
            year = plan.year - (age[index][chosen] - 15)
            starts = pl.Series([plan.starts(plan.year - back, "university_starts").isoformat() for back in range(3)])
            programme = programmes.sourced.gather(picked)
            parts.append(
                pl.DataFrame({"p": programme, "year": year, "level": programmes.level[picked]}).select(
                    group_id(pl.col("p"), pl.col("year")).alias("classSourcedId"),
                    programmes.institution.gather(picked).alias("schoolSourcedId"),
                    children["sid"].gather(index[chosen]).alias("userSourcedId"),
                    starts.gather(plan.year - year).alias("beginDate"),
                    pl.col("level").cast(pl.String).alias("metadata.level"),
                    pl.lit(kind).alias("metadata.kind"),
                    pl.lit("").alias("metadata.grade"),
                    pl.lit("full_time").alias("metadata.form"),
                    pl.lit(plan.language).alias("metadata.language"),
                    pl.lit("state").alias("metadata.funding"),
                    pl.lit("active").alias("metadata.status"),
                    pl.col("p").alias("metadata.programme"),
                    pl.lit("").alias("grades"),
                )
            )
        return pl.concat(parts)


def _guardians(home: pl.DataFrame, since: pl.Series) -> pl.DataFrame:
    """The columns that name a child's guardians, by what right, and since when."""
    both = pl.col("has_mother") & pl.col("has_father")

    def pair(mother: pl.Expr, father: pl.Expr) -> pl.Expr:
        joined = pl.concat_str(mother, pl.lit(","), father)
        return pl.when(both).then(joined).when("has_mother").then(mother).otherwise(father)

    right = [pl.when("guarded").then(pl.lit("guardian")).otherwise(pl.lit(kin)) for kin in ("mother", "father")]
    return home.with_columns(since=since).select(
        pair(pl.col("mother"), pl.col("father")).alias("agentSourcedIds"),
        pair(*right).alias("metadata.agentKinds"),
        pair(pl.col("since"), pl.col("since")).alias("metadata.agentBeginDates"),
    )
