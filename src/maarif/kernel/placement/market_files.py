"""The files of a market, however large: wishes are read by columns; a fault is looked for again line by line and told with its line."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import files, lottery, quota_files, siblings
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import MOST_CATEGORIES, Ints, Market, orders, quota_tie, tie

PROGRAMMES, WISHES, CATEGORIES, QUOTAS = "programmes.csv", "wishes.csv", "categories.csv", "quotas.csv"
GENERAL_NAME: Final = "general"
MOST_SEATS: Final = 10**12
MOST_KEY: Final = 2**61
LOT: Final = "lottery"
SIBLING: Final = "sibling"
WISH_RANK: Final = "wish_rank"

_KEY = re.compile(r"key[1-9][0-9]*")


Row = tuple[int, str, int, bool, int, str]
"""Precedence, category, seats, hard, line and quota of a block."""


class EqualKeys(MaarifError):
    """Two applicants have the same keys for one programme; `params`: programme, first, second, keys."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the files say: the market, the names behind its numbers, the keys, int64 (W, K), and ranks, int64 (W), of the wishes."""

    market: Market
    applicants: list[str]
    programmes: list[str]
    categories: list[str]
    key_names: list[str]
    keys: Ints
    ranks: Ints
    quotas: tuple[str, ...] = ()
    """The names of the common quotas, by number."""
    families: tuple[Any, ...] = ()
    """What became of the families that want to be together (`families.Family`), by name."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The programmes of a file: names, the categories that they know, and the arrays of Market."""

    programmes: list[str]
    categories: list[str]
    starts: Ints
    category: Ints
    seats: Ints
    hard: Ints
    quota: tuple[tuple[int, str], ...]
    """The line and the name of each block's common quota, no name for none."""


def paths(folder: Path) -> list[Path]:
    """The files of a market that are there."""
    return [path for name in (PROGRAMMES, WISHES, CATEGORIES, QUOTAS) if (path := folder / name).is_file()]


def read(
    places: dict[str, Path], *, lots: str = "", seed: str = "", rank_after: str = "", shared_lot: str = ""
) -> Given:
    """The market in the files, by their usual names; the order of the rows does not matter.

    `lots`, single or multiple, appends a drawn key, and a second one where the file `shared_lot` names siblings who draw one;
    the rank of the wish becomes a key behind the one that `rank_after` names.
    Raises BadFiles with every fault and its line; EqualKeys for a tie.
    """
    blocks = read_programmes(places[PROGRAMMES])
    caps = quota_files.read(places.get(QUOTAS), PROGRAMMES, blocks.quota)
    wishes, key_names = read_wishes(places[WISHES], blocks.programmes)
    names = wishes["applicant"].unique().sort()
    starts = np.zeros(len(names) + 1, dtype=np.int64)
    who = wishes["applicant"].rank("dense").to_numpy().astype(np.int64) - 1 if len(names) else starts[:0]
    np.cumsum(np.bincount(who, minlength=len(names)), out=starts[1:])
    keys, key_names = _keys(wishes, key_names, rank_after)
    if lots:
        drawn, drawn_names = _drawn(wishes, names, who, lots, seed, places.get(shared_lot))
        keys, key_names = np.column_stack([keys, drawn]), [*key_names, *drawn_names]
    market = Market(
        starts,
        wishes["at"].to_numpy().astype(np.int32),
        orders(keys.astype(np.int64)),
        _members(places.get(CATEGORIES), names, blocks.categories),
        blocks.starts,
        blocks.category,
        blocks.seats,
        blocks.hard,
        caps.of_block,
        caps.most,
        caps.within,
    )
    given = Given(
        market, names.to_list(), blocks.programmes, blocks.categories, key_names, keys, wishes["rank"].to_numpy(), caps.names,
    )  # fmt: skip
    _refuse_ties(given)
    return given


def _keys(wishes: pl.DataFrame, names: list[str], rank_after: str) -> tuple[Ints, list[str]]:
    """The keys, int64 (W, K), and their names: those of the file, and the rank of the wish behind the one named."""
    if rank_after and rank_after not in names:
        raise BadFiles([BadFile(WISHES, 1, rank_after, "column is missing")])
    if rank_after:
        behind = names.index(rank_after) + 1
        wishes = wishes.with_columns(pl.col("rank").alias(WISH_RANK))
        names = [*names[:behind], WISH_RANK, *names[behind:]]
    if not names:
        return np.zeros((len(wishes), 0), dtype=np.int64), names
    return np.column_stack([wishes[name].to_numpy() for name in names]), names


def _drawn(
    wishes: pl.DataFrame, names: pl.Series, who: Ints, lots: str, seed: str, shared: Path | None
) -> tuple[Ints, list[str]]:
    """The drawn keys of each wish, int64 (W, 1 or 2), and their names: the lot of its applicant, or of the wish, or of siblings."""
    if lots == "multiple":
        return lottery.multiple(seed, wishes["applicant"], wishes["programme"])[:, None], [LOT]
    own = lottery.single(seed, names)
    if shared is None:
        return own[who, None], [LOT]
    lot, turn = siblings.shared(own, siblings.read(shared, names.to_list()))
    return np.column_stack([lot[who], turn[who]]), [LOT, SIBLING]


def read_programmes(path: Path) -> Blocks:
    """Programmes by name, their blocks by precedence; a general block of 0 seats is added where soft reserves need one."""
    rows = files.table(
        path,
        {
            "programme": files.text,
            "category": files.text,
            "seats": files.whole(0, MOST_SEATS),
            "precedence": files.whole(0),
        },
        optional={"hard": (files.flag, False), "quota": (files.text, "")},
        key=("programme", "category"),
    )
    if faults := _programme_faults(path.name, rows):
        raise BadFiles(faults)
    of: dict[str, list[Row]] = defaultdict(list)
    for line, row in rows:
        of[row["programme"]].append((row["precedence"], row["category"], row["seats"], row["hard"], line, row["quota"]))
    categories = [GENERAL_NAME, *sorted({row["category"] for _, row in rows} - {GENERAL_NAME})]
    if len(categories) > MOST_CATEGORIES:
        raise BadFiles(
            [BadFile(path.name, 0, "category", f"{len(categories)} categories; at most {MOST_CATEGORIES} are known")]
        )
    number = {name: at for at, name in enumerate(categories)}
    programmes = sorted(of)
    blocks = [_with_general(sorted(of[name])) for name in programmes]
    flat = [block for one in blocks for block in one]
    return Blocks(
        programmes,
        categories,
        np.cumsum([0, *map(len, blocks)]).astype(np.int32),
        np.array([number[category] for _, category, *_ in flat], dtype=np.uint8),
        np.array([seats for _, _, seats, *_ in flat], dtype=np.int64),
        np.array([hard for _, _, _, hard, *_ in flat], dtype=bool),
        tuple((line, quota) for *_, line, quota in flat),
    )


def _with_general(blocks: list[Row]) -> list[Row]:
    needs = any(not row[3] for row in blocks) and all(row[1] != GENERAL_NAME for row in blocks)
    return [*blocks, (blocks[-1][0] + 1, GENERAL_NAME, 0, False, 0, "")] if needs else blocks


def _programme_faults(file: str, rows: Sequence[tuple[int, dict[str, Any]]]) -> list[BadFile]:
    faults = []
    seen: dict[tuple[str, int], int] = {}
    blocks = Counter(row["programme"] for _, row in rows)
    for line, row in rows:
        if row["quota"] and blocks[row["programme"]] > 1:
            faults.append(
                BadFile(file, line, "quota", f"{row['programme']} has several blocks; under a quota it has one")
            )
        if row["quota"] and row["category"] != GENERAL_NAME and not row["hard"]:
            faults.append(BadFile(file, line, "hard", "a reserve under a quota is hard"))
        if row["hard"] and row["category"] == GENERAL_NAME:
            faults.append(BadFile(file, line, "hard", "general is open to everybody and cannot be hard"))
        turn = (row["programme"], row["precedence"])
        if turn in seen:
            faults.append(
                BadFile(file, line, "precedence", f"{turn[0]} fills the block of line {seen[turn]} at {turn[1]} too")
            )
        seen.setdefault(turn, line)
    return faults


def read_wishes(path: Path, programmes: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """The wishes by applicant and rank with the number of the programme (`at`), and the names of the keys in their order."""
    numbers = pl.DataFrame(
        {"programme": programmes, "at": range(len(programmes))}, schema={"programme": pl.String, "at": pl.Int32}
    )
    key_names = _key_names(path)
    quick = _quickly(path, key_names)
    wishes = None if quick is None else _joined(quick, numbers)
    if wishes is None:
        wishes = _joined(_line_by_line(path, key_names, set(programmes)), numbers)
        if wishes is None:
            raise BadFiles([BadFile(path.name, 0, "", "cannot be read")])
    return wishes, key_names


def _key_names(path: Path) -> list[str]:
    """key1, key2, ... of the header, by their numbers."""
    if not path.is_file():
        raise BadFiles([BadFile(path.name, 0, "", "there is no such file")])
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        header = [name.strip().strip('"') for name in opened.readline().split(",")]
    names = [name for name in header if _KEY.fullmatch(name)]
    known = {"applicant", "rank", "programme", *names}
    if twice := sorted(name for name in known if header.count(name) > 1):
        raise BadFiles([BadFile(path.name, 1, ", ".join(twice), "column stands there twice")])
    return sorted(names, key=lambda name: int(name[3:]))


def _quickly(path: Path, key_names: list[str]) -> pl.DataFrame | None:
    """All wishes, or None when anything at all is unusual and must be looked at line by line."""
    whole = ["rank", *key_names]
    try:
        frame = pl.read_csv(
            path, columns=["applicant", "programme", *whole], schema_overrides={"applicant": pl.String, "programme": pl.String}
            | dict.fromkeys(whole, pl.Int64),
        )  # fmt: skip
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return None
    odd = [
        *(frame[name].has_nulls() for name in frame.columns),
        *(
            (
                (frame[name].str.strip_chars() != frame[name])
                | (frame[name] == "")
                | frame[name].str.contains(files.CONTROL.pattern)
            ).any()
            for name in ("applicant", "programme")
        ),
        *((frame[name].abs() > MOST_KEY).any() for name in key_names),
        (frame["rank"] < 1).any(),
    ]
    return None if any(odd) else frame


def _joined(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame | None:
    """The wishes sorted, with the programmes' numbers; None for an unknown programme or one wish too many."""
    found = frame.join(numbers, on="programme", how="left").sort("applicant", "rank")
    same = pl.col("applicant") == pl.col("applicant").shift()
    twice_ranked = found.select((same & (pl.col("rank") == pl.col("rank").shift())).any()).item()
    if found["at"].null_count() or twice_ranked:
        return None
    wished_twice = found.select("applicant", "at").sort("applicant", "at").select(
        (same & (pl.col("at") == pl.col("at").shift())).any()
    ).item()  # fmt: skip
    return None if wished_twice else found


def _line_by_line(path: Path, key_names: list[str], programmes: set[str]) -> pl.DataFrame:
    whole = files.whole(-MOST_KEY, MOST_KEY)
    rows = files.table(
        path,
        {"applicant": files.text, "rank": files.whole(1, MOST_KEY), "programme": files.text}
        | dict.fromkeys(key_names, whole),
        key=("applicant", "rank"),
    )
    faults = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in rows:
        wish = (row["applicant"], row["programme"])
        if row["programme"] not in programmes:
            faults.append(BadFile(path.name, line, "programme", f"{row['programme']} is not in {PROGRAMMES}"))
        elif wish in seen:
            faults.append(
                BadFile(path.name, line, "programme", f"{wish[0]} wishes {wish[1]} in line {seen[wish]} already")
            )
        seen.setdefault(wish, line)
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])
    kinds = {"applicant": pl.String, "rank": pl.Int64, "programme": pl.String} | dict.fromkeys(key_names, pl.Int64)
    return pl.DataFrame([row for _, row in rows], schema=kinds, orient="row")


def _members(path: Path | None, names: pl.Series, categories: list[str]) -> Ints:
    """The categories of each applicant as bits; who has no wishes and what no programme reserves are left out."""
    members = np.ones(len(names), dtype=np.uint64)
    if path is None or not path.is_file():
        return members
    rows = files.table(path, {"applicant": files.text, "category": files.text}, key=("applicant", "category"))
    number = {name: np.uint64(at) for at, name in enumerate(categories)}
    at = {name: place for place, name in enumerate(names)}
    for _, row in rows:
        if row["applicant"] in at and row["category"] in number:
            members[at[row["applicant"]]] |= np.uint64(1) << number[row["category"]]
    return members


def _refuse_ties(given: Given) -> None:
    market = given.market
    pair = tie(market.programmes, market.orders) or quota_tie(market)
    if pair is not None:
        who = market.applicants
        first, second = sorted(given.applicants[who[wish]] for wish in pair)
        programme, keys = (
            " and ".join(sorted({given.programmes[market.programmes[wish]] for wish in pair})),
            tuple(int(key) for key in given.keys[pair[0]]),
        )
        raise EqualKeys(
            f"{programme} cannot tell {first} from {second}: both have the keys {', '.join(map(str, keys)) or '(none)'};"
            " a rule or --lottery must decide",
            programme=programme, first=first, second=second, keys=keys,
        )  # fmt: skip
