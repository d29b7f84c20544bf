"""Places: deferred acceptance from ten thousand to ten million applicants, beside packages, a plain program and the floor."""

import heapq
import itertools
import json
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from maarif.kernel.placement.market import Market, Placement

WISHES = 10
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
PEERS_AT = (2_000, 10_000, 16_000, 32_000, 64_000)
LONG_ENOUGH = 30
"""CPU seconds after which a peer is asked no larger question."""

PLAIN_AT = (100_000, 1_000_000)
WARM = 10_000
"""So many applicants that all compiled code has been loaded."""

FILES_AT = (100_000, 1_000_000)
MIB = 2**20


def market(applicants: int, *, reserves: bool = True, seed: int = 1) -> Market:
    """Ten wishes each, fifty applicants a programme, nine seats for ten people; half a score is common, half each programme's own."""
    dice = np.random.default_rng(seed)
    programmes = max(applicants // 50, 20)
    first = dice.integers(0, programmes, applicants)
    step = dice.integers(1, max(programmes // WISHES, 2), applicants)
    wished = (first[:, None] + step[:, None] * np.arange(WISHES)) % programmes
    order = dice.integers(0, 2**61, (applicants, WISHES)) + dice.integers(0, 2**61, applicants)[:, None]
    members = np.uint64(1) | (dice.random(applicants) < 0.3).astype(np.uint64) << np.uint64(1)
    members |= (dice.random(applicants) < 0.1).astype(np.uint64) << np.uint64(2)
    blocks = 3 if reserves else 1
    seats = [27, 12, 6] if reserves else [45]
    return Market(
        np.arange(0, applicants * WISHES + 1, WISHES),
        wished.astype(np.int32).ravel(),
        order.ravel(),
        members if reserves else np.ones(applicants, dtype=np.uint64),
        np.arange(0, programmes * blocks + 1, blocks, dtype=np.int32),
        np.tile(np.arange(blocks, dtype=np.uint8), programmes),
        np.tile(np.array(seats, dtype=np.int64), programmes),
        np.tile(np.array([False, False, True][:blocks]), programmes),
    )


def plain(given: Market) -> list[int]:
    """The same in plain Python: lists, a heap of each block, everybody's wish in turn; the wish held, -1 for none."""
    starts, programmes, orders = given.starts.tolist(), given.programmes.tolist(), given.orders.tolist()
    members, seats, soft = given.members.tolist(), given.seats.tolist(), given.soft.tolist()
    categories, bounds = given.categories.tolist(), given.block_starts.tolist()
    heaps: list[list[tuple[int, int]]] = [[] for _ in seats]
    pools: list[list[tuple[int, int]]] = [[] for _ in bounds[1:]]
    room = [
        sum(s for s, is_soft in zip(seats[a:b], soft[a:b], strict=True) if is_soft)
        for a, b in itertools.pairwise(bounds)
    ]
    at = starts[:-1]
    for beginner in range(len(at)):
        asking = beginner
        while asking >= 0 and at[asking] < starts[asking + 1]:
            programme = programmes[at[asking]]
            carried = (-orders[at[asking]], asking)
            asking = -1
            for block in range(bounds[programme], bounds[programme + 1]):
                if not members[carried[1]] >> categories[block] & 1 or not seats[block]:
                    continue
                if len(heaps[block]) < seats[block]:
                    heapq.heappush(heaps[block], carried)
                    if soft[block]:
                        room[programme] -= 1
                        if len(pools[programme]) > room[programme]:
                            asking = heapq.heappop(pools[programme])[1]
                    break
                carried = heapq.heappushpop(heaps[block], carried)
            else:
                asking = carried[1]
                if room[programme]:
                    heapq.heappush(pools[programme], carried)
                    asking = heapq.heappop(pools[programme])[1] if len(pools[programme]) > room[programme] else -1
            if asking >= 0:
                at[asking] += 1
    return [wish if wish < end else -1 for wish, end in zip(at, starts[1:], strict=True)]


def _cpu(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU seconds, seconds by the clock, and the answer."""
    cpu, clock = time.process_time(), time.perf_counter()
    answer = work()
    return time.process_time() - cpu, time.perf_counter() - clock, answer


def _dictionaries(given: Market) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
    people = {a: given.programmes[given.starts[a] : given.starts[a + 1]].tolist() for a in range(len(given.members))}
    who, ranked = given.applicants, np.lexsort((given.orders, given.programmes))
    places: dict[int, list[int]] = {p: [] for p in range(len(given.seats))}
    for wish in ranked:
        places[int(given.programmes[wish])].append(int(who[wish]))
    wanted = {p: asked for p, asked in places.items() if asked}
    return people, wanted, {p: int(given.seats[p]) for p in wanted}


def matching(given: Market) -> tuple[float, dict[int, int]]:
    """The package `matching`: CPU seconds of making the game and solving it, who is where."""
    from matching.games import HospitalResident

    people, places, seats = _dictionaries(given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cpu, _, solved = _cpu(lambda: HospitalResident.create_from_dictionaries(people, places, seats).solve())
    return cpu, {int(one.name): int(place.name) for place, ones in solved.items() for one in ones}


def algmatch(given: Market) -> tuple[float, dict[int, int]]:
    """The package `algmatch`; a proprietary solver that it imports and that this problem never calls is stood in for."""
    from unittest.mock import MagicMock

    sys.modules.setdefault("gurobipy", MagicMock())
    from algmatch import HospitalResidentsProblem

    people, places, seats = _dictionaries(given)
    said = {
        "residents": {a + 1: [p + 1 for p in wished] for a, wished in people.items()},
        "hospitals": {
            p + 1: {"capacity": seats[p], "preferences": [a + 1 for a in asked]} for p, asked in places.items()
        },
    }
    cpu, _, solved = _cpu(lambda: HospitalResidentsProblem(dictionary=said).get_stable_matching())
    pairs = solved["resident_sided"].items()
    return cpu, {int(a[1:]) - 1: int(p[1:]) - 1 for a, p in pairs if p}


def _where(given: Market, placement: Placement) -> dict[int, int]:
    return {int(a): int(given.programmes[placement.wish[a]]) for a in np.flatnonzero(placement.wish >= 0)}


def _measured(folder: Path, applicants: int) -> dict[str, float]:
    """Solves a market in a process that holds nothing else: CPU and clock seconds, the floor, the most memory in MiB."""
    arrays = market(applicants)
    for name in Market.__slots__:
        np.save(folder / f"{name}.npy", getattr(arrays, name))
    del arrays
    done = subprocess.run(
        [sys.executable, "-m", "bench.placement", "solve", str(folder)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def solve(folder: Path) -> None:
    """The process of `_measured`; compiled code is loaded before the clock starts."""
    import resource

    from maarif.kernel.placement.acceptance import deferred_acceptance

    deferred_acceptance(market(WARM))
    given = Market(*(np.load(folder / f"{name}.npy") for name in Market.__slots__))
    floor, _, _ = _cpu(lambda: (given.programmes.sum(), given.orders.sum()))
    cpu, clock, placement = _cpu(lambda: deferred_acceptance(given))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"cpu": cpu, "clock": clock, "floor": floor, "memory": most, "placed": int((placement.wish >= 0).sum())}
        )
    )


def _growth(folder: Path) -> None:
    print(
        "| applicants | placed | CPU-s | s by the clock | wishes read once (floor), s | most memory, MiB |\n|---|---|---|---|---|---|"
    )
    for applicants in GROWTH:
        found = _measured(folder, applicants)
        print(
            f"| {applicants:,} x {WISHES} | {found['placed']:,} | {found['cpu']:.3f} | {found['clock']:.3f} | {found['floor']:.3f} | "
            f"{found['memory']:.0f} |",
            flush=True,
        )


def _deep(work: Callable[[], Any]) -> Any:
    """Does the work with a deep stack: `matching` copies its players recursively and stops at 10 000 applicants without."""
    deepest, largest = sys.getrecursionlimit(), threading.stack_size(2**29)
    sys.setrecursionlimit(10**6)
    try:
        with ThreadPoolExecutor(1) as one:
            return one.submit(work).result()
    finally:
        sys.setrecursionlimit(deepest)
        threading.stack_size(largest)


def _peers() -> None:
    from maarif.kernel.placement.acceptance import deferred_acceptance

    deferred_acceptance(market(WARM))
    print("\n| beside | applicants | its CPU-s | ours | ratio | same answer |\n|---|---|---|---|---|---|")
    for name, peer in (("matching", matching), ("algmatch", algmatch)):
        for applicants in PEERS_AT:
            given = market(applicants, reserves=False)
            deferred_acceptance(given)
            ours, _, placement = min(
                (_cpu(lambda given=given: deferred_acceptance(given)) for _ in range(5)), key=lambda found: found[0]
            )  # type: ignore[misc]
            cpu, answer = _deep(lambda peer=peer, given=given: peer(given))  # type: ignore[misc]
            print(
                f"| {name} | {applicants:,} | {cpu:.2f} | {ours:.4f} | {cpu / ours:,.0f}x | {answer == _where(given, placement)} |",
                flush=True,
            )
            if cpu > LONG_ENOUGH:
                break
    for applicants in PLAIN_AT:
        given = market(applicants)
        ours, _, placement = _cpu(lambda given=given: deferred_acceptance(given))
        cpu, _, held = _cpu(lambda given=given: plain(given))
        same = held == placement.wish.tolist()
        print(
            f"| plain Python, heapq | {applicants:,} | {cpu:.2f} | {ours:.3f} | {cpu / ours:.1f}x | {same} |",
            flush=True,
        )


def write_files(given: Market, folder: Path) -> None:
    """The market as the files that `maarif place run` reads."""
    people = pl.Series([f"a{number:08}" for number in range(len(given.members))])
    places = pl.Series([f"p{number:06}" for number in range(len(given.block_starts) - 1)])
    kinds = pl.Series(["general", "first", "second"])
    wishes = {
        "applicant": people.gather(given.applicants),
        "rank": np.arange(len(given.programmes)) % WISHES + 1,
        "programme": places.gather(given.programmes),
        "key1": given.orders >> 2,
        "key2": given.orders & 3,
    }
    pl.DataFrame(wishes).write_csv(folder / "wishes.csv")
    blocks = {
        "programme": places.gather(given.owners),
        "category": kinds.gather(given.categories),
        "seats": given.seats,
        "precedence": np.arange(len(given.seats)),
        "hard": given.hard.astype(int),
    }
    pl.DataFrame(blocks).write_csv(folder / "programmes.csv")
    members = [(given.members >> np.uint64(bit)) & np.uint64(1) for bit in (1, 2)]
    belongs = {"applicant": pl.concat([people.filter(pl.Series(of) == 1) for of in members])}
    category = np.repeat([1, 2], [int(of.sum()) for of in members])
    pl.DataFrame(belongs | {"category": kinds.gather(category)}).write_csv(folder / "categories.csv")


def files(folder: Path) -> None:
    """The process that runs, checks and compares the files of a folder."""
    import resource

    from maarif.kernel.placement import comparing, proving, running

    rules, out = running.Rules(), folder / "out"
    sources = running.sources(folder)
    _, read, given = _cpu(lambda: running.given(sources, rules))
    run, _, _ = _cpu(lambda: running.run(folder, out, rules))
    check, _, _ = _cpu(lambda: proving.prove(running.given(sources, rules), out, [folder]))
    before = running.decide(given, rules)

    def replay() -> None:
        places, changed = comparing.other(folder, rules, "side=programmes")
        other = running.given(places, changed)
        comparing.compare(given, before, other, running.decide(other, changed))

    compare, _, _ = _cpu(replay)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in sources.values()) / MIB
    print(
        f"| {len(given.applicants):,} x {WISHES} | {size:.0f} | {read:.1f} by the clock | {run:.1f} | {check:.1f} | {compare:.1f} | {most:,.0f} |"
    )


def _on_files(folder: Path) -> None:
    print(
        "\n| files | MiB | read, s | run, CPU-s | check, CPU-s | compare, CPU-s | most memory, MiB |\n|---|---|---|---|---|---|---|"
    )
    for applicants in FILES_AT:
        write_files(market(applicants), folder)
        done = subprocess.run(
            [sys.executable, "-m", "bench.placement", "files", str(folder)], capture_output=True, text=True, check=True
        )
        print(done.stdout, end="", flush=True)


def main() -> None:
    """Prints the tables."""
    with tempfile.TemporaryDirectory() as folder:
        _growth(Path(folder))
        _on_files(Path(folder))
    _peers()


if __name__ == "__main__":
    {"solve": solve, "files": files}[sys.argv[1]](Path(sys.argv[2]))
