"""T-QUEUE: through random lives of a queue order, tickets, offers and places are those of a slow second implementation.

Exchanges of places are compared with every possible one on tiny markets; years in which re-sorts are put off, with years in which each
is made at once. The planted faults are the rules of `queue_faults` and of `queue_years`, broken one at a time, and an exchange of pairs only.
Run in full: `python -m tests.proofs.queue_order 1.0`.

Why so many: the faults that hide best (a place that is lost, an offer half made) are caught within LIVES_OF_A_FAULT lives; ten times as many
are lived in full. A fault of a re-sort is caught in every sixth of the years, and the exchange of pairs in every other market.
"""

import contextlib
import io
import json
import random
import sys

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kernel.placement import exchange_model, queue_faults, queue_model, queue_years

FULL_LIVES = 4_000
STEPS = 50
FULL_YEARS = 4_000
FULL_MARKETS = 10_000
LIVES_OF_A_FAULT = 400


def prove(share: float) -> dict[str, object]:
    """No difference in any life or market, and every planted fault caught; AssertionError otherwise."""
    lives, markets = max(10, round(FULL_LIVES * share)), max(100, round(FULL_MARKETS * share))
    years = max(20, round(FULL_YEARS * share))
    for machine in (queue_model.Life, queue_model.Years):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=(lives + 1) // 2,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    queue_years.lives(years)
    dice = random.Random(5)
    for _ in range(markets):
        exchange_model.check(exchange_model.market(dice))
    planted = [
        *((fault, queue_model.Life) for fault in queue_faults.FAULTS),
        *((fault, queue_model.Years) for fault in queue_faults.YEARLY_FAULTS),
    ][: None if share > 0 else 1]
    with contextlib.redirect_stdout(io.StringIO()):
        survived = [
            fault.__name__ for fault, machine in planted if queue_faults.survives(fault, LIVES_OF_A_FAULT, machine)
        ]
    survived += [fault.__name__ for fault in queue_years.FAULTS if queue_years.survives(fault, LIVES_OF_A_FAULT)]
    assert not survived, f"broken rules were not caught: {', '.join(survived)}"
    caught = exchange_model.pairs_only_caught(200)
    assert caught > 0, "an exchange of pairs only was not caught"
    return {
        "lives": lives,
        "steps_each_at_most": STEPS,
        "years_with_re_sorts_put_off": years,
        "markets": markets,
        "planted_rules_caught": len(planted) + len(queue_years.FAULTS),
        "planted_pairs_only_caught": caught,
    }


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
