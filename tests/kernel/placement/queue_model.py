"""The queue a second time, slowly and plainly, and a random life that compares the two after every event.

The model keeps what it was told in lists, sorts and filters everybody for each question, and writes the turns of the 1 : 3 round down
one after the other. It shares the records of events and rules with the library, no arithmetic.
"""

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.kernel.placement.queue_rules import MORE, RULES

from maarif.kernel.calendar import calendar_of
from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue import log
from maarif.kernel.placement.queue.errors import QueueFault
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.rules import Consequence, Rules

GARDENS = ("a", "b")
NAMES = tuple(f"c{number}" for number in range(12))
BEGAN = datetime(2026, 2, 2, 4, 0, tzinfo=UTC)
CALENDAR = calendar_of("kz")


@dataclass
class Kid:
    """A child as the model sees it."""

    born: date
    wants: list[str]
    start: date
    ticket: tuple[datetime, int]
    stream: str = "general"
    group: str | None = None
    waits: bool = True
    frozen: bool = False
    stopped: date | None = None
    noes: int = 0
    lapses: int = 0
    offer: tuple[str, str, date, str] | None = None
    place: tuple[str, str] | None = None
    swaps: list[str] = field(default_factory=list)


@dataclass
class Model:
    """Everybody, the free places, and the turns of each line so far."""

    rules: Rules
    kids: dict[str, Kid] = field(default_factory=dict)
    free: dict[tuple[str, str], int] = field(default_factory=dict)
    total: dict[tuple[str, str], int] = field(default_factory=dict)
    hands: dict[tuple[str, str], int] = field(default_factory=dict)
    owed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    count: int = 0
    counted_on: date | None = None

    def years(self, born: date, today: date) -> int:
        """Birthdays counted one by one, to today or the day on which ages are counted."""
        months = 0
        while _months_on(born, months + 1) <= (self.counted_on or today):
            months += 1
        return months // 12

    def age_group(self, born: date, today: date) -> str | None:
        """The group of a child."""
        return {2: "2-3", 3: "3-4"}.get(self.years(born, today))

    def wished(self, kid: Kid) -> list[str]:
        """What a child still waits for."""
        if not kid.waits:
            return []
        if kid.place and kid.place[0] in kid.wants:
            return kid.wants[: kid.wants.index(kid.place[0])]
        return kid.wants

    def ready(self, line: tuple[str, str], today: date) -> list[str]:
        """Who could take a place, by ticket; without a kindergarten: a place anywhere."""
        found = [
            (kid.ticket, name)
            for name, kid in self.kids.items()
            if (line[0] in self.wished(kid) or (not line[0] and self.wished(kid)))
            and kid.group == line[1]
            and not kid.frozen
            and kid.offer is None
            and kid.start <= today
            and (kid.ticket[0] + timedelta(hours=5)).date() + timedelta(days=self.rules.least_wait_days) <= today
            and (kid.stopped is None or kid.stopped < today)
        ]
        return [name for _, name in sorted(found)]

    def order(self, line: tuple[str, str], today: date) -> list[tuple[str, str, int, list[str]]]:
        """Everybody in turn, with stream, hand and owed turns afterwards: the round is walked turn by turn."""
        waiting = self.ready(line, today)
        hand, owed = self.hands.get(line, 0), sorted(self.owed.get(line, []), reverse=True)
        first = [name for name in waiting if self.kids[name].stream == "first"]
        found = [(name, "first", hand, owed) for name in first]
        rest = [name for name in waiting if name not in first]
        while rest:
            if owed:
                turn, owed = owed[0], owed[1:]
            else:
                turn, hand = ("privileged" if hand == 0 else "general"), (hand + 1) % 4
            taker = next((name for name in rest if self.kids[name].stream == turn), None)
            if taker is not None:
                rest.remove(taker)
                found.append((taker, turn, hand, owed))
        return found

    def gone(self, name: str, *, owed: bool) -> None:
        """The offer ends: the place is free, its turn owed."""
        kid = self.kids[name]
        assert kid.offer is not None
        garden, group, _, turn = kid.offer
        self.free[garden, group] += 1
        if owed and turn != "first":
            self.owed.setdefault((garden, group), []).append(turn)
        kid.offer = None

    def tidy(self) -> None:
        """Whoever neither waits nor has a place is forgotten."""
        self.kids = {name: kid for name, kid in self.kids.items() if kid.waits or kid.place}


def _months_on(born: date, months: int) -> date:
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    return date(year, month + 1, min(born.day, 28))


class Life(RuleBasedStateMachine):
    """A random life of a small queue; `kind` is the queue that is tried, so that broken ones can be planted."""

    kind: type[Queue] = Queue
    choices = (RULES, MORE)

    @initialize(
        rules=st.sampled_from([0, 1]),
        late=st.sampled_from([False, False, True]),
        privileged=st.sets(st.integers(0, 7), min_size=2, max_size=4),
        few=st.booleans(),
    )
    def begin(self, rules: int, late: bool, privileged: set[int], few: bool) -> None:
        """A small queue in February, or shortly before its quiet August; with few children or some more."""
        self.rules = self.choices[rules]
        self.queue = self.kind(self.rules, CALENDAR.due_date)
        self.model = Model(self.rules)
        self.now = BEGAN + timedelta(days=179) if late else BEGAN
        self.lines = [log.header(self.rules)]
        for garden in GARDENS:
            self.tell(e.PlacesAdded(at=self.now, garden=garden, group="2-3", count=2))
            self.model.free[garden, "2-3"] = self.model.total[garden, "2-3"] = 2
        for number, name in enumerate(NAMES[: 3 if few else 8]):
            self.join(name, list(GARDENS[: 1 + number % 2]), start=0, carried=(number % 3) * 10, months=28)
            if number in privileged:
                self.tell(e.PrivilegeVerified(at=self.now, child=name, stream="privileged"))
                self.model.kids[name].stream = "privileged"

    @property
    def today(self) -> date:
        """The day in Almaty."""
        return (self.now + timedelta(hours=5)).date()

    def tell(self, event: e.Happened) -> Any:
        """Lets an event happen and writes it down."""
        done = self.queue.apply(event)
        self.lines.append(log.line(done))
        return done

    def refuses(self, event: e.Happened) -> None:
        """The queue must refuse an event and be the same as before."""
        before = log.state_of(self.queue)
        try:
            self.queue.apply(event)
        except QueueFault:
            assert log.state_of(self.queue) == before, "a refused event changed the state"
        else:
            raise AssertionError(f"{event} had to be refused")

    def some(self, which: int, kids: list[str]) -> str | None:
        """One of them, None when there is none."""
        return kids[which % len(kids)] if kids else None

    @rule(hours=st.sampled_from([1, 5, 24, 24, 72, 24 * 11]))
    def pass_time(self, hours: int) -> None:
        """The clock goes on."""
        self.now += timedelta(hours=hours)
        self.tell(e.TimePassed(at=self.now))

    @rule(which=st.integers(0, 99), days=st.sampled_from([0, 1, 1, 2]))
    def pass_a_term(self, which: int, days: int) -> None:
        """The clock goes on to the last day of an offer, or the day after."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.offer])
        if name is not None and (offer := self.model.kids[name].offer) and offer[2] >= self.today:
            self.now += timedelta(days=(offer[2] - self.today).days + days)
            self.tell(e.TimePassed(at=self.now))

    @rule(
        name=st.sampled_from(NAMES),
        wants=st.lists(st.sampled_from(GARDENS), min_size=1, max_size=3, unique=True),
        start=st.sampled_from([0, 0, 0, 8]),
        carried=st.sampled_from([0, 0, 0, 40]),
        months=st.sampled_from([20, 24, 28, 28, 28, 37]),
    )
    def join(self, name: str, wants: list[str], start: int, carried: int, months: int) -> None:
        """A child joins, sometimes with a ticket from elsewhere."""
        born, since = self.today - timedelta(days=months * 31), self.now - timedelta(days=carried)
        born = born.replace(day=min(born.day, 28))
        event = e.ChildAdded(
            at=self.now,
            child=name,
            born=born,
            wants=tuple(wants),
            start=self.today + timedelta(days=start),
            since=since if carried else None,
        )
        if name in self.model.kids or self.model.years(born, self.today) >= 4:
            return self.refuses(event)
        self.tell(event)
        self.model.count += 1
        kid = Kid(born=born, wants=wants, start=event.start, ticket=(since, self.model.count))
        kid.group = self.model.age_group(born, self.today)
        self.model.kids[name] = kid
        return None

    @rule(which=st.integers(0, 99), stream=st.sampled_from(["first", "privileged", "privileged"]))
    def verify(self, which: int, stream: str) -> None:
        """A privilege is proved: the class changes, the ticket stays."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits and k.stream != stream])
        if name is not None:
            self.tell(e.PrivilegeVerified(at=self.now, child=name, stream=stream))
            self.model.kids[name].stream = stream

    @rule(which=st.integers(0, 99))
    def cancel(self, which: int) -> None:
        """A privilege was none: the child returns to the ordinary stream, its offer to the next."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits and k.stream != "general"])
        if name is not None:
            self.tell(e.PrivilegeCancelled(at=self.now, child=name))
            if self.model.kids[name].offer:
                self.model.gone(name, owed=True)
            self.model.kids[name].stream = "general"

    @rule(which=st.integers(0, 99))
    def freeze(self, which: int) -> None:
        """Frozen, or unfrozen."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits and k.offer is None])
        if name is not None:
            kid = self.model.kids[name]
            self.tell((e.Unfrozen if kid.frozen else e.Frozen)(at=self.now, child=name))
            self.refuses((e.Unfrozen if kid.frozen else e.Frozen)(at=self.now, child=name))
            kid.frozen = not kid.frozen

    @rule(which=st.integers(0, 99), wants=st.lists(st.sampled_from(GARDENS), min_size=1, max_size=3, unique=True))
    def wish(self, which: int, wants: list[str]) -> None:
        """Other wishes."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits])
        if name is not None:
            event = e.WishesChanged(at=self.now, child=name, wants=tuple(wants))
            if self.model.kids[name].offer:
                return self.refuses(event)
            self.tell(event)
            self.model.kids[name].wants = wants
        return None

    @rule(which=st.integers(0, 99), wrong=st.integers(0, 9))
    def let_some_out(self, which: int, wrong: int) -> None:
        """A place that is there for somebody goes out."""
        free = [
            line for line in sorted(self.model.free) if self.model.free[line] and self.model.order(line, self.today)
        ]
        if free:
            self.let_out(*free[which % len(free)], wrong)

    @rule(garden=st.sampled_from(GARDENS), group=st.sampled_from(["2-3", "2-3", "2-3", "3-4"]), wrong=st.integers(0, 9))
    def let_out(self, garden: str, group: str, wrong: int) -> None:
        """A free place goes out: to whom, and until when, the model says beforehand."""
        line = (garden, group)
        due = self.model.order(line, self.today)
        event = e.LetOut(at=self.now, garden=garden, group=group)
        if self.today.month == 8 or not due or not self.model.free.get(line):
            return self.refuses(event)
        if wrong == 0:
            self.refuses(replace(event, child="nobody"))
            self.refuses(replace(event, until=CALENDAR.due_date(self.today, 2)))
        done = self.tell(event)
        name, turn, hand, owed = due[0]
        assert done.child == name, f"the place went to {done.child}, it was the turn of {name}"
        last = self.today
        for _ in range(self.rules.answer_days):
            last = next(d for d in (last + timedelta(days=n) for n in itertools.count(1)) if CALENDAR.is_working_day(d))
        assert done.until == last, f"the offer ran until {done.until}, not {last}"
        self.model.kids[name].offer = (garden, group, last, turn)
        self.model.free[line] -= 1
        self.model.hands[line], self.model.owed[line] = hand, list(owed)
        return None

    @rule(
        which=st.integers(0, 99),
        answer=st.sampled_from([e.Accepted, e.Accepted, e.Refused, e.Refused, e.Expired, e.Recalled]),
    )
    def answer(self, which: int, answer: type[Any]) -> None:
        """Yes, no, nothing in time, or taken back; each only on its days."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.offer])
        if name is None:
            return
        kid = self.model.kids[name]
        assert kid.offer is not None
        late = self.today > kid.offer[2]
        for wrong in (e.Accepted, e.Refused) if late else (e.Expired,):
            self.refuses(wrong(at=self.now, child=name))
        if answer is not e.Recalled and late:
            answer = e.Expired
        elif answer is e.Expired:
            return
        self.tell(answer(at=self.now, child=name))
        if answer is e.Accepted:
            if kid.place:
                self.model.free[kid.place] += 1
            kid.place, kid.offer, kid.noes, kid.lapses, kid.swaps = kid.offer[:2], None, 0, 0, []
            kid.waits = self.rules.better_offers and bool(self.model.wished(kid))
            return
        garden = kid.offer[0]
        self.model.gone(name, owed=True)
        if answer is not e.Recalled:
            self.charge(kid, garden, answer)
        self.model.tidy()
        return

    def taken(self, kid: Kid) -> None:
        """A yes: the new place is held, an old one free."""
        assert kid.offer is not None
        if kid.place:
            self.model.free[kid.place] += 1
        kid.place, kid.offer, kid.noes, kid.lapses, kid.swaps = kid.offer[:2], None, 0, 0, []
        kid.waits = self.rules.better_offers and bool(self.model.wished(kid))

    def charge(self, kid: Kid, garden: str, answer: type[Any]) -> None:
        """What a no or a silence costs."""
        if answer is e.Refused:
            kid.noes += 1
            cost, over = self.rules.refusal, kid.noes > self.rules.refusal.free
            kid.noes = 0 if over else kid.noes
        else:
            kid.lapses += 1
            cost, over = self.rules.expiry, kid.lapses > self.rules.expiry.free
            kid.lapses = 0 if over else kid.lapses
        if over and cost.consequence is Consequence.STOPS:
            kid.stopped = self.today + timedelta(days=cost.days)
        if over and cost.consequence is Consequence.MOVES:
            kid.start = date(kid.start.year + 1, kid.start.month, kid.start.day)
        if over and cost.consequence is Consequence.LEAVES:
            kid.waits = False
        if cost.strikes:
            kid.wants = [one for one in kid.wants if one != garden]

    @rule(which=st.integers(0, 99))
    def leave(self, which: int) -> None:
        """A child leaves its kindergarten."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.place])
        if name is not None:
            self.tell(e.Left(at=self.now, child=name))
            kid = self.model.kids[name]
            assert kid.place is not None
            self.model.free[kid.place] += 1
            kid.place, kid.swaps = None, []
            self.model.tidy()

    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        """A child leaves the queue."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits])
        if name is not None:
            self.tell(e.Withdrawn(at=self.now, child=name))
            if self.model.kids[name].offer:
                self.model.gone(name, owed=True)
            self.model.kids[name].waits = False
            self.model.tidy()

    @rule(which=st.integers(0, 99))
    def birthday(self, which: int) -> None:
        """A child's age is counted again."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.waits])
        if name is None:
            return None
        kid = self.model.kids[name]
        group = self.model.age_group(kid.born, self.today)
        if group == kid.group:
            return self.refuses(e.Regrouped(at=self.now, child=name))
        self.tell(e.Regrouped(at=self.now, child=name))
        if kid.offer:
            self.model.gone(name, owed=True)
        kid.waits = self.model.years(kid.born, self.today) < 4
        kid.group = group
        self.model.tidy()
        return None

    @rule(garden=st.sampled_from(GARDENS), group=st.sampled_from(["2-3", "3-4"]), more=st.booleans())
    def count(self, garden: str, group: str, more: bool) -> None:
        """A place more or fewer."""
        event = (e.PlacesAdded if more else e.PlacesClosed)(at=self.now, garden=garden, group=group, count=1)
        line = (garden, group)
        if not more and not self.model.free.get(line):
            return self.refuses(event)
        self.tell(event)
        change = 1 if more else -1
        self.model.free[line] = self.model.free.get(line, 0) + change
        self.model.total[line] = self.model.total.get(line, 0) + change
        return None

    @precondition(lambda self: self.now > BEGAN)
    @rule(name=st.sampled_from(NAMES))
    def past(self, name: str) -> None:
        """What is dated before the last event is refused, and so is what concerns nobody."""
        self.refuses(e.TimePassed(at=self.now - timedelta(days=400)))
        if name not in self.model.kids:
            self.refuses(e.Accepted(at=self.now, child=name))
            self.refuses(e.Withdrawn(at=self.now + timedelta(days=60), child=name))

    @invariant()
    def the_same_order(self) -> None:
        """Order and positions are the model's, for each line."""
        for line in itertools.product(("", *GARDENS), ("2-3", "3-4")):
            due = [name for name, *_ in self.model.order(line, self.today)]
            assert list(self.queue.order(*line)) == due, f"another order for {line}"
            for place, name in enumerate(due, start=1):
                assert self.queue.explain(name, line[0]).position == place, f"another position of {name} for {line}"

    @invariant()
    def the_same_tickets(self) -> None:
        """A ticket is what it was at first, whatever happened since."""
        ours = {name: (child.since, child.number) for name, child in self.queue.children.items()}
        assert ours == {name: kid.ticket for name, kid in self.model.kids.items()}, "a ticket changed"

    @invariant()
    def one_offer_one_place(self) -> None:
        """Everybody's offer and place are the model's."""
        ours = {
            name: (c.place and c.place.line, c.offer and (*c.offer.place.line, c.offer.until))
            for name, c in self.queue.children.items()
        }
        theirs = {name: (kid.place, kid.offer and kid.offer[:3]) for name, kid in self.model.kids.items()}
        assert ours == theirs, "another offer or place"

    @invariant()
    def places_are_conserved(self) -> None:
        """All places of a group are free, offered or held."""
        taken = [
            p.line for c in self.queue.children.values() for p in (c.place, c.offer and c.offer.place) if p is not None
        ]
        for line, lot in self.queue.lots.items():
            assert lot.free == self.model.free[line], "another number of free places"
            assert lot.total == self.model.total[line] == lot.free + taken.count(line), "a place was lost or made"

    def teardown(self) -> None:
        """The log replayed gives the state, and so does the state read again."""
        if hasattr(self, "queue"):
            state = log.state_of(self.queue)
            assert log.state_of(log.replay(self.lines, due=CALENDAR.due_date, kind=self.kind)) == state, (
                "another replay"
            )
            again = log.restored(state)
            assert log.state_of(again) == state
            assert [*again.order("", "2-3")] == [*self.queue.order("", "2-3")], "another order after reading the state"


class Years(Life):
    """The same with what happens once a year: re-sorts by age, distributions, exchanges of places."""

    @rule(lines=st.lists(st.integers(0, 1), min_size=2, max_size=4))
    def enrol(self, lines: list[int]) -> None:
        """Places go out and are taken at once."""
        for which in lines:
            before = {name for name, kid in self.model.kids.items() if kid.offer}
            self.let_some_out(which, 1)
            for name in [name for name, kid in self.model.kids.items() if kid.offer and name not in before]:
                self.tell(e.Accepted(at=self.now, child=name))
                self.taken(self.model.kids[name])

    @rule(ahead=st.sampled_from([None, 0, 90, 200, 330]), seldom=st.integers(0, 2))
    def resort(self, ahead: int | None, seldom: int) -> None:
        """Everybody's group on one day; enrolled children take their places along."""
        if seldom:
            return
        on = None if ahead is None else self.today + timedelta(days=ahead)
        self.tell(e.Resorted(at=self.now, on=on))
        self.model.counted_on = on
        for name, kid in self.model.kids.items():
            group, old = self.model.age_group(kid.born, self.today), self.model.years(kid.born, self.today) >= 4
            if group != kid.group and kid.offer:
                self.model.gone(name, owed=True)
            if kid.place and old:
                self.model.free[kid.place] += 1
                kid.place = None
            elif kid.place and group and kid.place[1] != group:
                self.model.total[kid.place] -= 1
                kid.place = (kid.place[0], group)
                self.model.total[kid.place] = self.model.total.get(kid.place, 0) + 1
                self.model.free.setdefault(kid.place, 0)
            kid.group, kid.waits = group, kid.waits and not old
        self.model.tidy()

    @rule(group=st.sampled_from(["2-3", "2-3", "3-4"]), forged=st.booleans())
    def distribute(self, group: str, forged: bool) -> None:
        """Everybody in turn the best that is still free."""
        free = {line[0]: count for line, count in self.model.free.items() if line[1] == group}
        gives: dict[str, str] = {}
        for name, *_ in self.model.order(("", group), self.today):
            for garden in self.model.wished(self.model.kids[name]):
                if name not in gives and free.get(garden):
                    gives[name] = garden
                    free[garden] -= 1
        event = e.Distributed(at=self.now, group=group)
        if self.today.month == 8 or not gives:
            return self.refuses(event)
        if forged:
            self.refuses(replace(event, gives={**gives, min(gives): "elsewhere"}))
        done = self.tell(event)
        assert done.gives == gives, "another distribution"
        for name, garden in gives.items():
            self.model.kids[name].offer = (garden, group, done.until, "first")
            self.model.free[garden, group] -= 1
        return None

    @rule(which=st.integers(0, 99), gardens=st.lists(st.sampled_from(GARDENS), max_size=2, unique=True))
    def wish_to_exchange(self, which: int, gardens: list[str]) -> None:
        """An enrolled child would rather be elsewhere."""
        name = self.some(which, [n for n, k in self.model.kids.items() if k.place])
        if name is not None:
            self.wish_to_exchange_of(self.model.kids[name], gardens)

    def wish_to_exchange_of(self, kid: Kid, gardens: list[str]) -> None:
        """One's own kindergarten is no wish."""
        name = next(name for name, other in self.model.kids.items() if other is kid)
        event = e.ExchangeWished(at=self.now, child=name, gardens=tuple(gardens))
        if kid.place is not None and kid.place[0] in gardens:
            return self.refuses(event)
        self.tell(event)
        kid.swaps = gardens
        return None

    @rule(group=st.sampled_from(["2-3", "2-3", "3-4"]), all_wish=st.sampled_from([True, True, False]))
    def exchange(self, group: str, all_wish: bool) -> None:
        """Pairs who want each other's place in two kindergartens: as many as there are on the rarer side, by ticket."""
        for kid in self.model.kids.values():
            if all_wish and kid.place:
                self.wish_to_exchange_of(kid, [garden for garden in GARDENS if garden != kid.place[0]])
        rows = {
            garden: [
                name
                for _, name in sorted((kid.ticket, name) for name, kid in self.model.kids.items())
                if (kid := self.model.kids[name]).place == (garden, group) and kid.swaps and not kid.offer
            ]
            for garden in GARDENS
        }
        one, other = rows.values()
        pairs = list(zip(one, other, strict=False))
        due = {a: GARDENS[1] for a, _ in pairs} | {b: GARDENS[0] for _, b in pairs}
        done = self.tell(e.Exchanged(at=self.now, group=group))
        assert done.gives == due, "another exchange"
        for name, garden in due.items():
            kid = self.model.kids[name]
            kid.place, kid.swaps = (garden, group), []
            kid.waits = kid.waits and bool(self.model.wished(kid))
