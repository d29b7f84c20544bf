"""T-ASSIGN: equipment, reviewers and interviews are as good as trying everything allows, on random small questions.

The planted fault gives equal ratios by code instead of where a set helps more. Run in full: `python -m tests.proofs.assigning 1.0`.
"""

import json
import random
import sys

from maarif.kernel.placement import distribution, reviewers, slot_search
from tests.kernel.placement import assigning_oracles as oracles
from tests.kernel.placement import test_slots as interviews

FULL_COUNTRIES = 5_000
FULL_REVIEWINGS = 2_000
FULL_INTERVIEWS = 500


def prove(share: float) -> dict[str, object]:
    """No difference in any question, and the planted rule caught; AssertionError otherwise."""
    countries = max(50, round(FULL_COUNTRIES * share))
    reviewings = max(20, round(FULL_REVIEWINGS * share))
    schedules = max(5, round(FULL_INTERVIEWS * share))
    assert not (wrong := [seed for seed in range(countries) if not _country(seed)]), wrong
    assert not (wrong := [seed for seed in range(reviewings) if not _reviewing(seed)]), wrong
    for seed in range(schedules):
        asked = interviews.random_question(random.Random(seed))
        answer = slot_search.schedule(asked)
        assert (-answer.heard, answer.spread) == interviews.best(asked), seed
    turn = distribution.Scale.turn
    try:
        distribution.Scale.turn = lambda *given: (turn(*given)[0], 0)  # type: ignore[method-assign]
        caught = sum(not _country(seed) for seed in range(1_500))
    finally:
        distribution.Scale.turn = turn  # type: ignore[method-assign]
    assert caught, "equal ratios by code were not caught"
    return {"countries": countries, "reviewings": reviewings, "interviews": schedules, "planted_caught": caught}


def _country(seed: int) -> bool:
    """Whether the distribution of a random country is the best and reaches its bound."""
    schools, areas = oracles.random_country(random.Random(seed))
    best = oracles.best_vector(schools, areas, 1)
    try:
        given = distribution.distribute(schools, areas)
    except distribution.CannotBeMet:
        return best is None
    counts = [given.get(school.code, 0) for school in schools]
    reached = distribution.worst(schools, given, areas) == distribution.bound(schools, areas)
    return reached and oracles.keeps(areas, schools, counts) and oracles.vector(schools, counts, 1) == best


def _reviewing(seed: int) -> bool:
    """Whether the total of a random question is the greatest and its prices prove it."""
    asked = oracles.random_reviewing(random.Random(seed))
    chosen, everything = reviewers.assign(asked), reviewers.everything(asked)
    best = max(reviewers.worth(asked, one) for one in oracles.assignments(asked))
    proved = reviewers.bound(asked, reviewers.prices(asked, chosen, everything), everything)
    return reviewers.worth(asked, chosen) == best == proved


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
