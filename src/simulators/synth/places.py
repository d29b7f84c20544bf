"""Institutions of every kind: as many as the country has, where its people live, of believable sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.text import LANGUAGES
from simulators.synth.bundle import Bundle
from simulators.synth.names import Flags, Ints
from simulators.synth.plan import Plan, Words, named, words

Floats = np.ndarray[Any, np.dtype[np.float64]]

_ORG_TYPE: Final = {"office": "national", "exam_centre": "local"}
_PINNED: Final = {"school": 6, "kindergarten": 12}
"""The institutions of the cast: `<country>-school-6` and `<country>-kindergarten-12` in the home region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Institutions of one kind, ordered by region; `weight` is the share of all learners whom each one has."""

    sourced: pl.Series
    region: Ints
    weight: Floats
    second_language: Flags

    def pick(self, rng: np.random.Generator, count: int) -> Ints:
        """Institutions for so many families, the bigger ones more often."""
        return np.searchsorted(np.cumsum(self.weight)[:-1], rng.random(count)).astype(np.int64)

    def pick_near(self, rng: np.random.Generator, regions: Ints) -> Ints:
        """An institution of each family's own region, -1 where there is none."""
        ends = np.concatenate([[0.0], np.cumsum(self.weight)])
        first = np.searchsorted(self.region, regions, side="left")
        last = np.searchsorted(self.region, regions, side="right")
        low, high = ends[first], ends[last]
        found = np.searchsorted(ends[1:-1], low + rng.random(len(regions)) * (high - low), side="right")
        return np.where(first == last, -1, np.clip(found, first, np.maximum(last - 1, first))).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class University:
    """A university with what it teaches (`fields`), and its share of all students."""

    sourced: str
    fields: Sequence[str]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """All institutions of a country."""

    schools: Group
    kindergartens: Group
    vocational: Group
    colleges: Group
    college_themes: Sequence[int]
    universities: Sequence[University]
    exam_centres: pl.Series


def build(plan: Plan, bundle: Bundle, rng: np.random.Generator) -> Places:
    """Makes and writes the institutions."""
    rows = _Rows(plan)
    schools = _spread(plan, rng, plan.count("schools"), "school")
    kindergartens = _spread(plan, rng, plan.count("kindergartens"), "kindergarten")
    vocational = _spread(plan, rng, plan.count("vocational_schools"), "vocational")
    colleges = _spread(plan, rng, plan.count("colleges"), "college")
    rows.group("school", schools, plan.count("pupils"), shifts=True)
    rows.group("kindergarten", kindergartens, plan.count("preschool_children"))
    rows.group("vocational", vocational, plan.count("vocational_students"))
    themes = rows.colleges(colleges, plan.count("college_students"))
    universities = rows.universities()
    rows.abroad()
    centres = rows.exam_centres(rng)
    rows.clubs()
    rows.office()
    bundle.write("orgs", pl.DataFrame(rows.rows, infer_schema_length=None))
    return Places(
        schools=schools,
        kindergartens=kindergartens,
        vocational=vocational,
        colleges=colleges,
        college_themes=themes,
        universities=universities,
        exam_centres=centres,
    )


def _spread(plan: Plan, rng: np.random.Generator, count: int, kind: str) -> Group:
    """Institutions over the regions: in towns fewer and bigger ones than in the country, each region by its people."""
    people = np.array([place.inhabitants for place in plan.places], dtype=float)
    size = np.array([1.0 if not place.city else 2.2 for place in plan.places])
    size[np.argmax(people)] = 3.2
    per_region = _largest_remainder(people / size, count)
    codes = [place.code for place in plan.places]
    home = codes.index(plan.raw["home_region"])
    if per_region[home] == 0:
        per_region[np.argmax(per_region)] -= 1
        per_region[home] = 1
    region = np.repeat(np.arange(len(codes)), per_region)
    weight = rng.lognormal(0.0, 0.45, count) * (people / np.maximum(per_region, 1))[region]
    sourced, serial = [], 0
    for index, in_region in enumerate(per_region):
        for number in _numbers_in(kind, index == home, int(in_region)):
            serial += 1
            pinned = index == home and _PINNED.get(kind) == number
            plain = kind in ("vocational", "college")
            sourced.append(
                f"{plan.country}-{kind}-{number if pinned else serial if plain else f'{codes[index][3:].lower()}-{number}'}"
            )
    if kind in ("vocational", "college"):  # number 1 stands where the cast lives
        first = int(np.flatnonzero(region == home)[0])
        sourced[0], sourced[first] = sourced[first], sourced[0]
    second = rng.random(count) < np.where(size[region] > 1, 0.55, 0.12)
    second[np.flatnonzero(region == home)[0]] = True
    return Group(
        sourced=pl.Series(sourced), region=region.astype(np.int64), weight=weight / weight.sum(), second_language=second
    )


def _numbers_in(kind: str, home: bool, count: int) -> list[int]:
    """The numbers of a region's institutions: 1, 2, 3 ...; at home the cast's own stands first."""
    pinned = _PINNED.get(kind)
    if not home or pinned is None:
        return list(range(1, count + 1))
    rest = [number for number in range(1, count + 2) if number != pinned]
    return [pinned, *rest[: count - 1]]


def _largest_remainder(weights: Floats, count: int) -> Ints:
    quota = weights / weights.sum() * count
    shares: Ints = np.floor(quota).astype(np.int64)
    rest = np.argsort(-(quota - shares), kind="stable")[: count - int(shares.sum())]
    shares[rest] += 1
    return shares


class _Rows:
    """Gathers the rows of orgs.csv."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: list[dict[str, str]] = []

    def add(self, sourced: str, kind: str, region: int | None, names: Words, **extra: object) -> None:
        """One institution."""
        plan = self.plan
        place = plan.places[region] if region is not None else None
        self.rows.append(
            {
                "sourcedId": sourced,
                "name": names[plan.language],
                "type": _ORG_TYPE.get(kind, "school"),
                "metadata.kind": kind,
                "metadata.country": str(extra.get("country", plan.country)),
                "metadata.region": place.code if place else "",
                **{f"metadata.name{language.title()}": names[language] for language in LANGUAGES},
                "metadata.languages": str(extra.get("languages", "")),
                "metadata.capacity": str(extra.get("capacity", "")),
                "metadata.shifts": str(extra.get("shifts", "1")),
                "metadata.latitude": f"{place.latitude + self._jitter(sourced, 1):.5f}" if place else "",
                "metadata.longitude": f"{place.longitude + self._jitter(sourced, 2):.5f}" if place else "",
                "metadata.ownership": str(extra.get("ownership", "state")),
            }
        )

    @staticmethod
    def _jitter(sourced: str, salt: int) -> float:
        """Some kilometres away from the centre, always the same for one institution."""
        mixed = sum((position + salt) * ord(letter) * 7919 for position, letter in enumerate(sourced, salt))
        return (mixed % 2_001 - 1_000) / 1_000 * 0.06

    def group(self, kind: str, group: Group, learners: int, shifts: bool = False) -> None:
        """Institutions that bear a number in their region."""
        template = words()["institution"][kind]
        numbers: dict[int, int] = {}
        for index, sourced in enumerate(group.sourced):
            region = int(group.region[index])
            numbers[region] = numbers.get(region, 0) + 1
            number = numbers[region] if kind == "vocational" else int(sourced.rsplit("-", 1)[1])
            crowd = group.weight[index] * learners
            twice = shifts and crowd > 700
            languages = [self.plan.language]
            if group.second_language[index]:
                languages.append(self.plan.raw["minority"]["language"])
            self.add(
                sourced,
                kind,
                region,
                named(template, self.plan.places[region].code, self.plan.country, n=number),
                languages=",".join(languages),
                capacity=int(np.ceil(crowd * (0.7 if twice else 1.15) / 10) * 10),
                shifts=2 if twice else 1,
            )

    def colleges(self, group: Group, learners: int) -> list[int]:
        """Colleges, each of one sort; the first is technical."""
        sorts = words()["college"]
        themes = []
        for index, sourced in enumerate(group.sourced):
            theme = (int(sourced.rsplit("-", 1)[1]) - 1) % len(sorts)
            region = self.plan.places[int(group.region[index])].code
            names = named(sorts[theme]["name"], region, self.plan.country)
            if int(sourced.rsplit("-", 1)[1]) > len(sorts) * 8:
                serial = (int(sourced.rsplit("-", 1)[1]) - 1) // (len(sorts) * 8) + 1
                names = {language: f"{name} № {serial}" for language, name in names.items()}
            capacity = int(np.ceil(group.weight[index] * learners * 1.1 / 10) * 10)
            self.add(sourced, "college", int(group.region[index]), names, capacity=capacity)
            themes.append(theme)
        return themes

    def universities(self) -> list[University]:
        """The named universities, then private ones as far as the country has more."""
        plan, made = self.plan, []
        codes = [place.code for place in plan.places]
        listed = plan.raw["hei"]
        for number, raw in enumerate(listed, 1):
            sourced = f"{plan.country}-hei-{number}"
            self.add(sourced, "hei", codes.index(raw["region"]), raw["name"])
            made.append(University(sourced=sourced, fields=raw["fields"], weight=float(raw["weight"])))
        for number in range(len(listed) + 1, plan.count("heis") + 1):
            sourced = f"{plan.country}-hei-{number}"
            names = named(plan.raw["private_hei"], plan.raw["home_region"], plan.country, n=number - len(listed))
            self.add(sourced, "hei", codes.index(plan.raw["home_region"]), names, ownership="private")
            fields = ("economics", "languages") if number % 2 else ("technical", "economics")
            made.append(University(sourced=sourced, fields=fields, weight=2.0))
        return made

    def abroad(self) -> None:
        """Universities of other countries."""
        for raw in self.plan.raw["abroad"]:
            self.add(raw["sourced_id"], "hei", None, raw["name"], country=raw["country"], ownership="")

    def exam_centres(self, rng: np.random.Generator) -> pl.Series:
        """Examination centres in the most peopled regions, the first at home."""
        plan = self.plan
        order = sorted(range(len(plan.places)), key=lambda index: -plan.places[index].inhabitants)
        order.sort(key=lambda index: plan.places[index].code != plan.raw["home_region"])
        made = []
        for number in range(1, plan.count("exam_centres") + 1):
            region = order[(number - 1) % len(order)]
            names = named(
                words()["institution"]["exam_centre"],
                plan.places[region].code,
                plan.country,
                n=(number - 1) // len(order) + 1,
            )
            made.append(f"{plan.country}-exam-centre-{number}")
            self.add(made[-1], "exam_centre", region, names, capacity=int(rng.integers(8, 31)) * 20)
        return pl.Series(made)

    def clubs(self) -> None:
        """One out-of-school centre in each region that is big enough at this scale."""
        template = words()["institution"]["out_of_school"]
        for index, place in enumerate(self.plan.places):
            if place.inhabitants * self.plan.scale >= 1:
                sourced = f"{self.plan.country}-out-of-school-{place.code[3:].lower()}"
                self.add(sourced, "out_of_school", index, named(template, place.code, self.plan.country))

    def office(self) -> None:
        """The ministry."""
        home = [place.code for place in self.plan.places].index(self.plan.raw["home_region"])
        self.add(f"{self.plan.country}-office-ministry", "office", home, self.plan.raw["office"]["ministry"])
