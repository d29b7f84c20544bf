"""One queue of 100 000 children: making it event by event, one child's position, one event; beside a list sorted anew each time.

`MAARIF_BENCH_CHILDREN` sets the size. CPU times of this process, in which Python's cyclic
collector rests, as `maarif queue` lets it: events leave nothing for it (`tests/kernel/placement/test_queue_years.py`), and one of its walks
through all children takes longer than any of them; the last row says how long. Every child wishes for three of 300 kindergartens, a tenth
has a privilege (1 : 3), a hundredth goes first; a quarter starts next year. The peer keeps plain tuples, sorts the whole line for
each question and walks the 1 : 3 round to the child: what a query without an index does.
"""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue import log
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.records import Child
from maarif.kernel.placement.queue.rules import Consequence, Cost, Group, Rules, Share, Tier

CHILDREN = int(os.environ.get("MAARIF_BENCH_CHILDREN", "100000"))
GARDENS = 300
ASKED = 1_000
SORTED = 20
BEGAN = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
RULES = Rules(
    time_zone="Asia/Almaty",
    tiers=(
        Tier(shares=(Share(stream="first"),)),
        Tier(shares=(Share(stream="privileged"), Share(stream="general", turns=3))),
    ),
    ordinary="general",
    groups=(Group(code="3-4", from_months=36, until_months=48),),
    answer_days=3,
    refusal=Cost(consequence=Consequence.STOPS, days=10),
    expiry=Cost(consequence=Consequence.STOPS, days=10),
)
THREE = (
    Group(code="2-3", from_months=24, until_months=36),
    Group(code="3-4", from_months=36, until_months=48),
    Group(code="4-5", from_months=48, until_months=60),
)
ENROLLED = 60
"""Places taken in each group of a kindergarten before the re-sort."""


def main() -> None:
    """Prints the table."""
    gc.disable()
    dice = random.Random(11)
    queue, told = Queue(RULES), list(_joining(dice))
    built = _cpu(lambda: [queue.apply(event) for event in told])
    lines = [log.header(RULES), *map(log.line, told)]
    replayed = _cpu(lambda: log.replay(lines))
    print(
        f"{CHILDREN:,} children, {len(told):,} events; the line of the whole group: {len(list(queue.order('', '3-4'))):,} ready\n"
    )
    print("| what | CPU |\n|---|---|")
    print(f"| made event by event | {built:.2f} s, {1e6 * built / len(told):.0f} µs an event |")
    print(f"| the same read and replayed from its log | {replayed:.2f} s |")
    names = dice.sample(sorted(queue.children), ASKED)
    ours = _each(lambda name: queue.explain(name, ""), names)
    print(f"| position of a child in the whole group, with its reasons | {_spread(ours)} |")
    everybody = [*queue.children.values()]
    naive = _each(lambda name: _naive_position(queue, everybody, name), names[:SORTED])
    print(
        f"| the same by sorting and walking | {_spread(naive)}: {statistics.median(naive) / statistics.median(ours):,.0f}x |"
    )
    for name, spent in _events(queue, dice).items():
        print(f"| {name} | {_spread(spent)} |")
    for name, spent in _year(dice).items():
        print(f"| {name} | {_spread(spent)} |")
    print(f"| one walk of the cyclic collector through all of it | {1e3 * _cpu(gc.collect):,.0f} ms |")


def _joining(dice: random.Random) -> Sequence[e.Happened]:
    """Children over some months, in the order of their tickets, privileges verified a while after."""
    told: list[e.Happened] = []
    for number in range(CHILDREN):
        at = BEGAN + timedelta(seconds=number * 60)
        name = f"c{number}"
        start = date(2027, 9, 1) if dice.random() < 0.25 else date(2026, 1, 1)
        wants = tuple(f"g{garden}" for garden in dice.sample(range(GARDENS), 3))
        born = date(2022, 8, 1) + timedelta(days=dice.randrange(120))
        told.append(e.ChildAdded(at=at, child=name, born=born, wants=wants, start=start))
        if (chance := dice.random()) < 0.11:
            told.append(e.PrivilegeVerified(at=at, child=name, stream="first" if chance < 0.01 else "privileged"))
    end = told[-1].at
    return [*told, *(e.PlacesAdded(at=end, garden=f"g{garden}", group="3-4", count=20) for garden in range(GARDENS))]


def _events(queue: Queue, dice: random.Random) -> dict[str, list[float]]:
    """CPU seconds of single events, by kind, on the full queue."""
    at = queue.state.at or BEGAN
    until = queue.state.today + timedelta(days=5)
    spent: dict[str, list[float]] = {}

    def timed(name: str, event: e.Happened) -> e.Happened:
        began = time.process_time()
        done = queue.apply(event)
        spent.setdefault(name, []).append(time.process_time() - began)
        return done

    for turn in range(ASKED):
        name = dice.choice([f"c{dice.randrange(CHILDREN)}" for _ in range(1)])
        if name in queue.children and queue.children[name].waits and not queue.children[name].offer:
            timed("freeze", e.Frozen(at=at, child=name))
            timed("unfreeze", e.Unfrozen(at=at, child=name))
            timed("other wishes", e.WishesChanged(at=at, child=name, wants=(f"g{turn % GARDENS}", "g1000")))
        try:
            offer = timed("place let out", e.LetOut(at=at, garden=f"g{turn % GARDENS}", group="3-4", until=until))
        except log.MaarifError:
            continue
        assert isinstance(offer, e.LetOut)
        assert offer.child
        answer = e.Accepted(at=at, child=offer.child) if turn % 2 else e.Refused(at=at, child=offer.child)
        timed("answer", answer)
    return spent


def _year(dice: random.Random) -> dict[str, list[float]]:
    """CPU seconds of the yearly re-sort in the middle of a month, and of what is first asked and done after it.

    Three groups, births over four years, every kindergarten full and some offers open: the fourth part of the children leave, one
    month of birth is divided at each boundary, and each kindergarten is touched for the first time.
    """
    queue, at, until = _three_groups(dice)
    offers = len(queue.state.register.offered)
    spent: dict[str, list[float]] = {"the yearly re-sort": [], "after it, the first position in the whole group": []}
    for day in (date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 15)):
        spent["the yearly re-sort"].append(_cpu(lambda day=day: queue.apply(e.Resorted(at=at, on=day))))  # type: ignore[misc]
        child = next(f"c{name}" for name in dice.sample(range(CHILDREN), CHILDREN) if _stands(queue, f"c{name}"))
        one = _cpu(lambda child=child: queue.explain(child, ""))  # type: ignore[misc]
        spent["after it, the first position in the whole group"].append(one)
    first = spent["the first position in each kindergarten"] = []
    for garden in range(GARDENS):
        name = next(queue.order(f"g{garden}", "4-5"))
        first.append(_cpu(lambda name=name, garden=garden: queue.explain(name, f"g{garden}")))  # type: ignore[misc]
    out = spent[f"the first place let out in each, {offers:,} offers having been open"] = []
    for garden in range(GARDENS):
        event = e.LetOut(at=at, garden=f"g{garden}", group="4-5", until=until)
        if queue.next_for(f"g{garden}", "4-5"):
            out.append(_cpu(lambda event=event: queue.apply(event)))  # type: ignore[misc]
    return spent


def _three_groups(dice: random.Random) -> tuple[Queue, datetime, date]:
    """A queue of three groups with births over four years and every kindergarten full; its last instant, and until when offers stand."""
    queue = Queue(replace(RULES, groups=THREE))
    at = BEGAN
    for number in range(CHILDREN):
        at += timedelta(seconds=60)
        wants = tuple(f"g{garden}" for garden in dice.sample(range(GARDENS), 3))
        born = date(2021, 9, 16) + timedelta(days=dice.randrange(1400))
        queue.apply(e.ChildAdded(at=at, child=f"c{number}", born=born, wants=wants, start=date(2026, 1, 1)))
        if dice.random() < 0.1:
            queue.apply(e.PrivilegeVerified(at=at, child=f"c{number}", stream="privileged"))
    for garden in range(GARDENS):
        for group in THREE:
            queue.apply(e.PlacesAdded(at=at, garden=f"g{garden}", group=group.code, count=ENROLLED + 2))
    until = at.date() + timedelta(days=9)
    for group in THREE:
        given = queue.apply(e.Distributed(at=at, group=group.code, until=until))
        assert isinstance(given, e.Distributed)
        for name in dice.sample(sorted(given.gives or ()), min(len(given.gives or ()), GARDENS * ENROLLED)):
            queue.apply(e.Accepted(at=at, child=name))
    return queue, at, until


def _stands(queue: Queue, name: str) -> bool:
    return name in queue.children and bool(queue.children[name].lines)


def _naive_position(queue: Queue, children: Sequence[Child], name: str) -> int:
    """Sorts everybody who is ready and walks the rounds until the child comes."""
    ready = sorted((c.since, c.number, c.id, c.stream) for c in children if c.waits and c.ready(queue.state.today))
    mine = queue.children[name]
    rows = {s: [c for c in ready if c[3] == s] for s in RULES.streams}
    order = [c[2] for c in rows["first"]]
    privileged, general = rows["privileged"], rows["general"]
    for turn in range(max(len(privileged), len(general) // 3 + 1)):
        order += [c[2] for c in privileged[turn : turn + 1] + general[3 * turn : 3 * turn + 3]]
    return order.index(mine.id) + 1 if mine.ready(queue.state.today) else 0


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _each(work: Callable[[str], object], names: Sequence[str]) -> list[float]:
    return [_cpu(lambda name=name: work(name)) for name in names]  # type: ignore[misc]


def _spread(spent: Sequence[float]) -> str:
    return f"median {1e6 * statistics.median(spent):,.0f} µs, most {1e6 * max(spent):,.0f} µs of {len(spent):,}"


if __name__ == "__main__":
    main()
