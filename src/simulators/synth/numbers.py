"""Personal numbers by the thousand, each valid in form, none twice, none of a persona's."""

from typing import Any, Final

import numpy as np
import polars as pl

from simulators.synth.names import Flags, Ints

Days = np.ndarray[Any, np.dtype[np.datetime64]]

_FIN_LETTERS: Final = np.array(list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
_FINS: Final = 34**7
_STRIDE: Final = 24_942_793_373  # prime, so that i -> i * stride + shift (mod 34^7) meets every number once
_FIRST_SERIAL: Final = 1_000  # personas have smaller ones
_EPOCH: Final = np.datetime64("1900-01-01", "D")
_SPAN: Final = 60_000  # days from 1900 on


class Numbers:
    """Issues the personal numbers of one country in the order in which they are asked for."""

    def __init__(self, kind: str, taken: frozenset[str]) -> None:
        self._kind = kind
        self._taken = taken
        self._issued = 0
        self._serials = np.full(_SPAN * 2, _FIRST_SERIAL, dtype=np.int64)

    def issue(self, births: Days, male: Flags) -> pl.Series:
        """One number for each birth date and sex."""
        if self._kind == "fin":
            return self._fins(len(births))
        keys = (births - _EPOCH).astype(np.int64) * 2 + male
        dates = pl.Series(births)
        if self._kind == "pin":
            head = pl.Series(np.where(male, "2", "1")) + dates.dt.strftime("%d%m%Y")
            return head + self._serial(keys).cast(pl.String).str.zfill(5)
        return self._iins(keys, dates, male)

    def _fins(self, count: int) -> pl.Series:
        numbers = pl.Series("", [], dtype=pl.String)
        while len(numbers) < count:
            order = np.arange(self._issued, self._issued + count - len(numbers), dtype=np.uint64)
            self._issued += len(order)
            # 34^7 * stride does not fit 64 bits: multiply in two halves
            high, low = order >> np.uint64(16), order & np.uint64(0xFFFF)
            half = high * np.uint64(_STRIDE % _FINS * 2**16 % _FINS) % np.uint64(_FINS)
            value = (half + low * np.uint64(_STRIDE)) % np.uint64(_FINS)
            letters = _letters(value)
            numbers = numbers.append(letters.filter(~letters.is_in(list(self._taken))))
        return numbers

    def _serial(self, keys: Ints) -> pl.Series:
        """The next free serial of each day and sex, also when a key comes several times."""
        rank = pl.DataFrame({"key": keys}).select(pl.int_range(pl.len()).over("key").alias("rank"))["rank"].to_numpy()
        serials = self._serials[keys] + rank
        np.add.at(self._serials, keys, 1)
        return pl.Series(serials)

    def _iins(self, keys: Ints, dates: pl.Series, male: Flags) -> pl.Series:
        century = np.where(dates.dt.year().to_numpy() >= 2000, 5, 3) + ~male
        head = dates.dt.strftime("%y%m%d") + pl.Series(century).cast(pl.String)
        numbers = pl.Series([""] * len(keys), dtype=pl.String)
        open_rows = np.arange(len(keys))
        while len(open_rows):
            body = head.gather(open_rows) + self._serial(keys[open_rows]).cast(pl.String).str.zfill(4)
            control = _control(body)
            issued = control < 10
            found = body + pl.Series(control).cast(pl.String)
            numbers = numbers.scatter(open_rows[issued], found.filter(pl.Series(issued)))
            open_rows = open_rows[~issued]
        return numbers


def _letters(value: np.ndarray[Any, np.dtype[np.uint64]]) -> pl.Series:
    number = pl.Series([""] * len(value), dtype=pl.String)
    base = np.uint64(len(_FIN_LETTERS))
    letters = pl.Series(_FIN_LETTERS.tolist())
    for _ in range(7):
        number = letters.gather((value % base).astype(np.int64)) + number
        value = value // base
    return number


def _control(body: pl.Series) -> Ints:
    """The check digit of eleven digits by both passes; 10 where the number is not issued (decree 565 of 2003)."""
    digits = np.frombuffer("".join(body.to_list()).encode(), dtype=np.uint8).reshape(-1, 11).astype(np.int64) - 48
    first = digits @ np.arange(1, 12) % 11
    second = digits @ np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11
    return np.where(first == 10, second, first)
