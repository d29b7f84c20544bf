"""Writes people as the bundle has them: users.csv, roles.csv and demographics.csv, from columns drawn elsewhere."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from simulators.synth.bundle import Bundle
from simulators.synth.names import Flags, Ints, Names, names
from simulators.synth.numbers import Days, Numbers
from simulators.synth.plan import Plan


@dataclass(slots=True, kw_only=True)
class Registry:
    """Gives out numbers of users and of enrolments while a country is being written."""

    plan: Plan
    bundle: Bundle
    numbers: Numbers
    users: int = 0
    enrolments: int = 0

    def new_users(self, count: int) -> pl.Series:
        """The sourcedIds of so many new users."""
        made = pl.Series(np.arange(self.users + 1, self.users + count + 1)).cast(pl.String).str.zfill(8)
        self.users += count
        return pl.Series([f"{self.plan.country}-u"]).new_from_index(0, count) + made

    def new_enrolments(self, count: int) -> pl.Series:
        """The sourcedIds of so many new enrolments."""
        made = pl.Series(np.arange(self.enrolments + 1, self.enrolments + count + 1)).cast(pl.String).str.zfill(9)
        self.enrolments += count
        return pl.Series([f"{self.plan.country}-e"]).new_from_index(0, count) + made

    def write_users(self, people: pl.DataFrame) -> None:
        """Writes people made by `adults` or a family, with their `role`, `org` and `begin`."""
        optional = ("metadata.agentKinds", "metadata.agentBeginDates", "agentSourcedIds", "grades", "email", "sms")
        users = people.select(
            pl.col("sid").alias("sourcedId"),
            pl.lit("true").alias("enabledUser"),
            pl.col("given").alias("givenName"),
            pl.col("family").alias("familyName"),
            pl.col("patronymic").alias("middleName"),
            pl.col("number").alias("identifier"),
            pl.col("org").alias("primaryOrgSourcedId"),
            pl.lit(self.plan.country.upper()).alias("metadata.citizenship"),
            pl.col("region").alias("metadata.region"),
            pl.col("language").alias("metadata.language"),
            *(pl.col(column) for column in optional if column in people.columns),
        )
        self.bundle.write("users", users)
        demographics = people.select(
            pl.col("sid").alias("sourcedId"),
            pl.col("birth").cast(pl.String).alias("birthDate"),
            pl.when("male").then(pl.lit("male")).otherwise(pl.lit("female")).alias("sex"),
            pl.lit(self.plan.country.upper()).alias("countryOfBirthCode"),
        )
        self.bundle.write("demographics", demographics)
        with_role = people.filter(pl.col("org") != "")
        self.bundle.write(
            "roles",
            with_role.select(
                pl.format("{}-r", "sid").alias("sourcedId"),
                pl.col("sid").alias("userSourcedId"),
                pl.lit("primary").alias("roleType"),
                "role",
                pl.col("begin").cast(pl.String).alias("beginDate"),
                pl.lit("").alias("endDate"),
                pl.col("org").alias("orgSourcedId"),
            ),
        )

    def write_enrolments(self, rows: pl.DataFrame) -> None:
        """Writes enrolments; the columns are those of enrollments.csv without its first three."""
        sid = self.new_enrolments(rows.height).alias("sourcedId")
        defaults = {"role": "student", "primary": "true"}
        missing = [pl.lit(value).alias(key) for key, value in defaults.items() if key not in rows.columns]
        self.bundle.write("enrollments", rows.with_columns(sid, *missing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Peoples:
    """Who belongs to the country's main people and who to its minority."""

    plan: Plan

    def draw(self, rng: np.random.Generator, count: int) -> Flags:
        """Flags of the minority."""
        flags: Flags = rng.random(count) < self.plan.raw["minority"]["share"]
        return flags

    def mix(self, minority: Flags, main: pl.Series, other: pl.Series) -> pl.Series:
        """One column from two, by the flags."""
        return other.zip_with(pl.Series(minority), main)

    def languages(self, minority: Flags) -> pl.Series:
        """What everybody speaks first."""
        return pl.Series(np.where(minority, self.plan.raw["minority"]["language"], self.plan.language))

    def surnames(self, drawn: tuple[Ints, Ints], minority: Flags, sex: str) -> pl.Series:
        """Surnames in the form of one sex; `drawn` holds an index among the main people's and one among the minority's."""
        main, other = self._books()
        return self.mix(minority, main.surname[sex].gather(drawn[0]), other.surname[sex].gather(drawn[1]))

    def draw_surnames(self, rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
        """Surnames of both peoples for everybody; `surnames` takes the right one."""
        main, other = self._books()
        return main.draw_surnames(rng, count), other.draw_surnames(rng, count)

    def draw_given(self, rng: np.random.Generator, count: int, sex: str, era: str) -> tuple[Ints, Ints]:
        """Given names of both peoples."""
        main, other = self._books()
        return main.draw_given(rng, count, sex, era), other.draw_given(rng, count, sex, era)

    def given(self, drawn: tuple[Ints, Ints], minority: Flags, sex: str, era: str) -> pl.Series:
        """Given names as drawn."""
        main, other = self._books()
        return self.mix(minority, main.given[sex, era].gather(drawn[0]), other.given[sex, era].gather(drawn[1]))

    def patronymics(self, fathers: tuple[Ints, Ints], minority: Flags, russian: Flags, sex: str) -> pl.Series:
        """Patronymics after fathers drawn with `draw_given(..., "male", "older")`."""
        main, other = self._books()
        return self.mix(
            minority, main.patronymics(fathers[0], russian, sex), other.patronymics(fathers[1], russian, sex)
        )

    def russian_manner(self, rng: np.random.Generator, count: int) -> Flags:
        """Who has a patronymic in the Russian manner."""
        return rng.random(count) < self._books()[0].russian_share

    def _books(self) -> tuple[Names, Names]:
        return names(self.plan.raw["main_names"]), names(self.plan.raw["minority"]["names"])


def adults(
    registry: Registry, peoples: Peoples, rng: np.random.Generator, births: Days, male: Flags, era: str = "older"
) -> pl.DataFrame:
    """So many people who belong to no family of the bundle: names, numbers, language; sid still to be given a role."""
    count = len(births)
    minority = peoples.draw(rng, count)
    surnames, fathers = peoples.draw_surnames(rng, count), peoples.draw_given(rng, count, "male", "older")
    manner = peoples.russian_manner(rng, count)
    columns: dict[str, pl.Series] = {}
    of_men = pl.Series(male)
    given_m = peoples.given(peoples.draw_given(rng, count, "male", era), minority, "male", era)
    given_f = peoples.given(peoples.draw_given(rng, count, "female", era), minority, "female", era)
    columns["given"] = given_m.zip_with(of_men, given_f)
    columns["family"] = peoples.surnames(surnames, minority, "male").zip_with(
        of_men, peoples.surnames(surnames, minority, "female")
    )
    columns["patronymic"] = peoples.patronymics(fathers, minority, manner, "male").zip_with(
        of_men, peoples.patronymics(fathers, minority, manner, "female")
    )
    return pl.DataFrame(
        {
            "sid": registry.new_users(count),
            **columns,
            "birth": births,
            "male": male,
            "number": registry.numbers.issue(births, male),
            "language": peoples.languages(minority),
            "region": [""] * count,
        }
    )
