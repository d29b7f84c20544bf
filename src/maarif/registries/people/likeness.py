"""Pure rules of likeness: how likely two records are one person, and what speaks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz.distance import JaroWinkler

from maarif.kernel.names import fold

_LIKE: Final = 0.86
_CHILD_OF: Final = frozenset(fold(word) for word in ("oğlu", "qızı", "ұлы", "қызы", "уулу", "кызы", "оглы", "гызы"))
_ENDINGS: Final = tuple(
    sorted(
        (fold(ending) for ending in ("ович", "евич", "овна", "евна", "ұлы", "улы", "қызы", "кызы")),
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What is compared of one record: folded names, so that scripts do not matter."""

    family: str
    given: str
    patronymic: str
    birth_date: date
    sex: str
    number_kind: str


def alike(first: Likeness, second: Likeness) -> tuple[int, tuple[str, ...]] | None:
    """How likely two records are one person, in percent, and what speaks for it; None when nothing worth a look.

    Two different numbers of one country are two persons in law, so such a pair is never shown. Names are compared by
    part (Jaro-Winkler), so that twins, who share all but the given name, stay apart.
    """
    if first.number_kind and first.number_kind == second.number_kind:
        return None
    if first.sex and second.sex and first.sex != second.sex:
        return None
    family = JaroWinkler.similarity(first.family, second.family, score_cutoff=_LIKE)
    given = JaroWinkler.similarity(first.given, second.given, score_cutoff=_LIKE) if family else 0.0
    if not family or not given:
        return None
    reasons = [
        "family_name_same" if family == 1 else "family_name_alike",
        "given_name_same" if given == 1 else "given_name_alike",
    ]
    father = _fathers_alike(first.patronymic, second.patronymic)
    if father is None:
        return None
    if father == 1.0:
        reasons.append("patronymic_same")
    days = _days_alike(first.birth_date, second.birth_date)
    if days is None:
        return None
    reasons.append(days)
    score = 40 * family + 35 * given + 10 * father + (15 if days == "birth_date_same" else 5)
    return round(score), tuple(reasons)


def _fathers_alike(first: str, second: str) -> float | None:
    """Likeness of patronymics; one that is missing neither speaks for nor against; None when they contradict each other."""
    if not first or not second:
        return 0.5
    likeness = JaroWinkler.similarity(_stem(first), _stem(second))
    return likeness if likeness >= _LIKE else None


def _stem(patronymic: str) -> str:
    """A father's name without what our languages add to it (oglu, kyzy, uly, -ovich, -ovna), all of it folded."""
    words = [word for word in patronymic.split() if word not in _CHILD_OF]
    stem = " ".join(words)
    return next((stem.removesuffix(ending) for ending in _ENDINGS if stem.endswith(ending)), stem)


def _days_alike(first: date, second: date) -> str | None:
    """Same day, or a day that comes of one slip: day and month exchanged, or one of the three parts wrong."""
    if first == second:
        return "birth_date_same"
    if first.year == second.year and (first.day, first.month) == (second.month, second.day):
        return "birth_date_exchanged"
    if sum(a == b for a, b in zip(first.timetuple()[:3], second.timetuple()[:3], strict=True)) == 2:
        return "birth_date_one_part_differs"
    return None
