"""Which values of a file came by: told as a plain set would tell, however full the map of bits is."""

import random

import polars as pl
import pytest

from maarif.registries.roster.session import Seen


@pytest.mark.parametrize("bits", [4, 10, 27])
def test_a_value_that_came_before_is_told_as_a_set_would_tell(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seen, "_BITS", bits)
    chance, seen, model = random.Random(bits), Seen(), set[str]()
    for size in (0, 1, 2, 400, 1, 400):
        page = [chance.choice((None, f"u{chance.randrange(2_000)}")) for _ in range(size)]
        expected = []
        for value in page:
            expected.append(value in model)
            if value is not None:
                model.add(value)
        assert seen.again(pl.Series(page, dtype=pl.String)).to_list() == expected
    rest = [f"u{n}" for n in range(2_000)]
    assert seen.lacks(pl.Series(rest)).to_list() == [value for value in rest if value not in model]
    assert len(model) > 300
