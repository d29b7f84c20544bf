"""Who works where: posts of each institution, teachers of each class, and what teachers reached in their examinations."""

import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.text import LANGUAGES
from simulators.synth.courses import FIRST_YEAR, Courses
from simulators.synth.names import Flags, Ints
from simulators.synth.numbers import Days
from simulators.synth.people import Peoples, Registry, adults
from simulators.synth.places import Group, Places
from simulators.synth.plan import Plan, words
from simulators.synth.students import Students

CHUNK: Final = 50_000
_SHARES: Final = ((100, 0.72), (150, 0.06), (75, 0.07), (50, 0.15))
_HOLDERS: Final = 60
"""Holders of a post at most: a post has a hundred full-time equivalents at most, and a share is one and a half at most."""
_VACANT: Final = 0.08

# rules.md 1.7: recruitment 40 subject items of 2 marks (wrong -0.5) and 20 of method of 1 mark (wrong -0.25), pass at 34 and 6
# and 40 together; certification 60 items of 1 mark, 30 lead to an interview, of which 20 of 40 are needed.
SUBJECT_ITEMS: Final = 40
METHOD_ITEMS: Final = 20
DIAGNOSTIC_ITEMS: Final = 60
SUBJECT_NEEDED: Final = 34
METHOD_NEEDED: Final = 6
TOTAL_NEEDED: Final = 40
DIAGNOSTIC_NEEDED: Final = 30
INTERVIEW_NEEDED: Final = 20
INTERVIEW_MAXIMUM: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A kind of institution with the sort of post that most of its staff hold."""

    post: str
    head: str
    institutions: pl.Series
    region: Ints
    count: Ints


def workplaces(plan: Plan, places: Places) -> list[Workplace]:
    """How many people work at each institution."""

    def of(group: Group, post: str, learners: int, ratio: float, head: str = "head") -> Workplace:
        count = np.maximum(2, np.round(group.weight * learners * ratio)).astype(np.int64)
        return Workplace(post=post, head=head, institutions=group.sourced, region=group.region, count=count)

    ratio = plan.raw["size"]["teachers_per_pupil"]
    return [
        of(places.schools, "teacher", plan.count("pupils"), ratio),
        of(places.kindergartens, "educator", plan.count("preschool_children"), 0.085, "garden_head"),
        of(places.colleges, "lecturer", plan.count("college_students"), 0.07),
        of(places.vocational, "teacher", plan.count("vocational_students"), 0.06),
        _universities(plan, places),
    ]


def _universities(plan: Plan, places: Places) -> Workplace:
    weight = np.array([university.weight for university in places.universities])
    count = np.maximum(3, np.round(weight / weight.sum() * plan.count("hei_students") * 0.065)).astype(np.int64)
    home = [place.code for place in plan.places].index(plan.raw["home_region"])
    return Workplace(
        post="lecturer",
        head="rector",
        institutions=pl.Series([university.sourced for university in places.universities]),
        region=np.full(len(count), home, dtype=np.int64),
        count=count,
    )


class Staff:
    """Writes staffs, in parts of bounded size."""

    def __init__(self, registry: Registry, places: Places, courses: Courses, students: Students) -> None:
        self.registry, self.plan, self.bundle = registry, registry.plan, registry.bundle
        self.places, self.courses, self.students = places, courses, students
        self.peoples = Peoples(plan=self.plan)
        subjects = words()["subject"]
        self._subjects = list(subjects)
        self._subject_weights = np.array([raw["weight"] for raw in subjects.values()], dtype=float)
        self._subject_weights /= self._subject_weights.sum()
        self._codes = pl.Series([place.code for place in self.plan.places])
        self._results = 0

    def write(self, place: Workplace, rng: np.random.Generator) -> None:
        """Writes the staff of one kind of institution, so many institutions at a time."""
        ends = np.cumsum(place.count)
        first = 0
        while first < len(place.count):
            done = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
            self._chunk(rng, place, np.arange(first, min(last, len(place.count))))
            first = last

    def _chunk(self, rng: np.random.Generator, place: Workplace, which: Ints) -> None:
        at = np.repeat(which, place.count[which])
        count = len(at)
        head = np.concatenate([[True], at[1:] != at[:-1]])
        age = np.where(head, rng.uniform(38, 64, count), rng.triangular(23, 42, 65, count))
        births: Days = np.datetime64(self.plan.on, "D") - np.round(age * 365.2425).astype("timedelta64[D]")
        male = rng.random(count) < (0.04 if place.post == "educator" else 0.24)
        since = self._since(rng, age)
        people = adults(self.registry, self.peoples, rng, births, male).with_columns(
            region=self._codes.gather(place.region[at]),
            role=pl.when(pl.Series(head)).then(pl.lit("principal")).otherwise(pl.lit("teacher")),
            org=place.institutions.gather(at),
            begin=since,
        )
        self.registry.write_users(people)
        with_subject = place.post == "teacher"
        subject = (
            rng.choice(len(self._subjects), count, p=self._subject_weights) if with_subject else np.full(count, -1)
        )
        self._posts(rng, people, place, at, head, subject, since)
        if place.institutions is self.places.schools.sourced:
            self._class_teachers(people, at, which)
            self._examinations(rng, people, subject, head, age)
        self._degrees(rng, people, births)

    def _since(self, rng: np.random.Generator, age: Any) -> pl.Series:
        """First days of employment: of a school year, not before 22, not long ago for most."""
        served = np.minimum(rng.exponential(9.0, len(age)), np.maximum(age - 22.5, 0)).astype(np.int64)
        starts = pl.Series([self.plan.starts(self.plan.year - back).isoformat() for back in range(60)])
        return starts.gather(np.minimum(served, 59))

    def _posts(
        self,
        rng: np.random.Generator,
        people: pl.DataFrame,
        place: Workplace,
        at: Ints,
        head: Flags,
        subject: Ints,
        since: pl.Series,
    ) -> None:
        """One post for the head, one for each subject (or for the teaching staff); sometimes a vacant share."""
        shares = np.array([share for share, _ in _SHARES])[rng.choice(4, len(at), p=[chance for _, chance in _SHARES])]
        kind = np.where(head, place.head, place.post)
        subjects = pl.Series(["", *self._subjects]).gather(np.where(head, -1, subject) + 1)
        frame = pl.DataFrame(
            {
                "institution": place.institutions.gather(at),
                "kind": kind,
                "subject": subjects,
                "share": np.where(head, 100, shares),
                "user": people["sid"],
                "since": since,
            }
        ).with_columns(numbered_post(sid_of_post()).alias("post"))
        posts = frame.group_by("post", maintain_order=True).agg(
            pl.col("institution").first(), pl.col("kind").first(), pl.col("subject").first(), pl.col("share").sum()
        )
        vacant = (rng.random(posts.height) < _VACANT) & (posts["kind"] != place.head).to_numpy()
        sized = posts.with_columns(share=pl.col("share") + pl.Series(np.where(vacant, 100, 0)))
        self.bundle.write("maarif_posts", post_rows(sized, self.plan.language))
        self.bundle.write("maarif_employments", _employment_rows(frame))

    def _class_teachers(self, people: pl.DataFrame, at: Ints, which: Ints) -> None:
        """Each class of these schools gets one of its teachers."""
        classes = self.courses.class_teachers.filter(pl.col("school").is_in(which.tolist()))
        school = classes["school"].to_numpy()
        first = np.searchsorted(at, school)
        size = np.searchsorted(at, school, side="right") - first
        order = np.arange(len(school)) - np.searchsorted(school, school)
        teacher = first + np.where(size > 1, 1 + order % np.maximum(size - 1, 1), 0)
        self.registry.write_enrolments(
            pl.DataFrame(
                {
                    "classSourcedId": classes["class"],
                    "schoolSourcedId": self.places.schools.sourced.gather(school),
                    "userSourcedId": people["sid"].gather(teacher),
                    "role": ["teacher"] * len(school),
                    "beginDate": [self.plan.starts(self.plan.year).isoformat()] * len(school),
                }
            )
        )

    def _degrees(self, rng: np.random.Generator, people: pl.DataFrame, births: Days) -> None:
        """The diploma of whoever studied since the register of diplomas begins."""
        born = births.astype("datetime64[Y]").astype(np.int64) + 1970
        begin = born + 18
        known = (begin >= FIRST_YEAR) & (begin + 4 <= self.plan.year) & (rng.random(len(born)) < 0.9)
        self.students.degrees(rng, people.filter(pl.Series(known)), begin[known])

    def _examinations(
        self, rng: np.random.Generator, people: pl.DataFrame, subject: Ints, head: Flags, age: Any
    ) -> None:
        share, year = self.plan.raw["size"]["examined_share"], self.plan.year
        recent = ~head & (age < 40)
        recruited = np.flatnonzero(recent & (rng.random(len(age)) < share * 1.6))
        skill = np.clip(rng.normal(0.66, 0.13, len(recruited)), 0.2, 0.98)
        subject_right = rng.binomial(SUBJECT_ITEMS, skill)
        method_right = rng.binomial(METHOD_ITEMS, skill)
        rows = [
            recruitment(int(right), int(wrong), int(method), int(method_wrong))
            for right, wrong, method, method_wrong in zip(
                subject_right,
                rng.binomial(SUBJECT_ITEMS - subject_right, 0.7),
                method_right,
                rng.binomial(METHOD_ITEMS - method_right, 0.7),
                strict=True,
            )
        ]
        self.write_results(rng, people["sid"].gather(recruited), subject[recruited], rows, (year - 3, year, "06-20"))
        examined = np.flatnonzero(~head & (rng.random(len(age)) < share))
        right = rng.binomial(DIAGNOSTIC_ITEMS, np.clip(rng.normal(0.68, 0.12, len(examined)), 0.2, 0.98))
        interview = np.clip(np.round(rng.normal(28, 6, len(examined))), 5, INTERVIEW_MAXIMUM).astype(np.int64)
        rows = [diagnostic(int(a), int(b)) for a, b in zip(right, interview, strict=True)]
        self.write_results(rng, people["sid"].gather(examined), subject[examined], rows, (year - 4, year - 1, "11-07"))

    def write_results(
        self,
        rng: np.random.Generator,
        users: pl.Series,
        subject: Ints,
        rows: list[dict[str, str]],
        when: tuple[int, int, str],
    ) -> None:
        """Writes results of one examination, taken on one day in one of the years."""
        if not rows:
            return
        first, last, day = when
        years = pl.Series(rng.integers(first, last + 1, len(rows))).cast(pl.String)
        sid = pl.Series(np.arange(self._results + 1, self._results + len(rows) + 1)).cast(pl.String)
        self._results += len(rows)
        frame = pl.DataFrame(rows).with_columns(
            sourcedId=f"{self.plan.country}-x" + sid.str.zfill(7),
            userSourcedId=users,
            takenOn=years + f"-{day}",
            round=years,
            subject=pl.Series(self._subjects).gather(subject),
            centreSourcedId=self.places.exam_centres.gather(rng.integers(0, len(self.places.exam_centres), len(rows))),
            validUntil=pl.when(pl.col("kind") == "recruitment").then((years.cast(pl.Int64) + 1).cast(pl.String) + f"-{day}")
            .otherwise((years.cast(pl.Int64) + 5).cast(pl.String) + f"-{day}"),
        )  # fmt: skip
        self.bundle.write("maarif_results", with_subject_names(frame, self.plan.language))


def sid_of_post() -> pl.Expr:
    """The sourcedId of a post: its institution, kind and subject."""
    plain = pl.concat_str("institution", pl.lit("-"), "kind")
    return pl.when(pl.col("subject") == "").then(plain).otherwise(pl.concat_str(plain, pl.lit("-"), "subject"))


def numbered_post(post: pl.Expr) -> pl.Expr:
    """The sourcedId of a post for each holder: a post that would have more holders than it may have becomes several."""
    turn = pl.int_range(pl.len()).over(post) // _HOLDERS
    return pl.when(turn == 0).then(post).otherwise(pl.format("{}-{}", post, turn + 1))


def post_rows(posts: pl.DataFrame, language: str) -> pl.DataFrame:
    """Rows of maarif_posts.csv from columns `post`, `institution`, `kind` (a key of `words.toml`), `subject`, `share`."""
    titles = words()["post"]
    keys = list(titles)

    def column(part: str) -> pl.Expr:
        return pl.col("kind").replace_strict(keys, [titles[key][part] for key in keys])

    return posts.select(
        pl.col("post").alias("sourcedId"),
        pl.col("institution").alias("orgSourcedId"),
        column("kind").alias("kind"),
        column(language).alias("title"),
        "subject",
        pl.col("share").cast(pl.String).alias("fullTimeEquivalent"),
        *(column(code).alias(f"metadata.name{code.title()}") for code in LANGUAGES),
    )


def with_subject_names(results: pl.DataFrame, language: str) -> pl.DataFrame:
    """Adds what the subject is called in five languages."""
    subjects = words()["subject"]
    keys = list(subjects)

    def column(code: str) -> pl.Expr:
        return pl.col("subject").replace_strict(keys, [subjects[key][code] for key in keys])

    return results.with_columns(
        column(language).alias("subjectName"),
        *(column(code).alias(f"metadata.name{code.title()}") for code in LANGUAGES),
    )


def _marks(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"


def recruitment(subject_right: int, subject_wrong: int, method_right: int, method_wrong: int) -> dict[str, str]:
    """A result of the recruitment examination, by its published arithmetic."""
    subject = subject_right * 200 - subject_wrong * 50
    method = method_right * 100 - method_wrong * 25
    passed = (
        subject >= SUBJECT_NEEDED * 100 and method >= METHOD_NEEDED * 100 and subject + method >= TOTAL_NEEDED * 100
    )
    parts = [
        {"code": "subject", "score": _marks(subject), "maximum": _marks(SUBJECT_ITEMS * 200), "needed": _marks(3400)},
        {"code": "method", "score": _marks(method), "maximum": _marks(METHOD_ITEMS * 100), "needed": _marks(600)},
    ]
    return {
        "kind": "recruitment",
        "parts": json.dumps(parts),
        "total": _marks(subject + method),
        "maximum": _marks(10_000),
        "passed": str(passed).lower(),
        "outcome": "passed" if passed else "not_passed",
    }


def diagnostic(right: int, interview: int | None) -> dict[str, str]:
    """A result of the diagnostic assessment (certification); only who reached the bar was interviewed."""
    invited = right >= DIAGNOSTIC_NEEDED and interview is not None
    passed = invited and interview is not None and interview >= INTERVIEW_NEEDED
    parts = [
        {"code": "test", "score": _marks(right * 100), "maximum": "60.00", "needed": _marks(DIAGNOSTIC_NEEDED * 100)}
    ]
    if invited and interview is not None:
        parts.append({"code": "interview", "score": _marks(interview * 100), "maximum": "40.00", "needed": "20.00"})
    return {
        "kind": "diagnostic",
        "parts": json.dumps(parts),
        "total": _marks(right * 100),
        "maximum": "60.00",
        "passed": str(passed).lower(),
        "outcome": "certified" if passed else "not_certified",
    }


def _employment_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Who holds which share of which post, as the bundle writes it."""
    return frame.select(
        pl.format("{}-w", "user").alias("sourcedId"),
        pl.col("post").alias("postSourcedId"),
        pl.col("user").alias("userSourcedId"),
        pl.col("share").cast(pl.String),
        pl.lit("main").alias("kind"),
        pl.col("since").alias("beginDate"),
    )
