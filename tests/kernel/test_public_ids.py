"""The public id: what is random, what is forgiven to a typist, and what is always noticed."""

import random

import pytest

from maarif.kernel import public_ids


def test_an_id_spells_128_bits_and_a_check_character_in_groups_of_four() -> None:
    assert public_ids.from_number(0) == "0000-0000-0000-0000-0000-0000-000"
    assert public_ids.from_number(2**128 - 1)[:32] == "7ZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ"[:32]
    assert len({public_ids.from_number(1 << bit) for bit in range(128)}) == 128


def test_a_thousand_new_ids_are_different_and_read_back() -> None:
    made = {public_ids.new() for _ in range(1000)}
    assert len(made) == 1000
    assert all(public_ids.parse(one) == one for one in made)


def test_every_single_substitution_is_noticed() -> None:
    dice = random.Random(1)
    for _ in range(25):
        plain = public_ids.plain(public_ids.from_number(dice.getrandbits(128)))
        for place in range(public_ids.LENGTH):
            for other in public_ids.ALPHABET:
                if other != plain[place]:
                    assert public_ids.parse(plain[:place] + other + plain[place + 1 :]) is None


def test_every_swap_of_two_characters_wherever_they_stand_is_noticed() -> None:
    dice = random.Random(2)
    for _ in range(100):
        plain = public_ids.plain(public_ids.from_number(dice.getrandbits(128)))
        for first in range(public_ids.LENGTH):
            for second in range(first + 1, public_ids.LENGTH):
                swapped = list(plain)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                if plain[first] != plain[second]:
                    assert public_ids.parse("".join(swapped)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "2mcd-kfqc-0106-jh5j-kzkn-r3fb-aaw",
        " 2MCD KFQC 0106 JH5J KZKN R3FB AAW ",
        "2MCDKFQC0106JH5JKZKNR3FBAAW",
        "2MCD-KFQC-OIO6-JH5J-KZKN-R3FB-AAW",
        "2MCD-KFQC-olo6-JH5J-KZKN-R3FB-AAW",
        "2МСD-КFQС-0106-JН5J-КZКN-R3FВ-ААW",  # typed on a Cyrillic keyboard
        "2MCD–KFQC–0106–JH5J–KZKN–R3FB–AAW",
    ],
)
def test_small_letters_spaces_and_look_alikes_are_forgiven(typed: str) -> None:
    assert public_ids.parse(typed) == "2MCD-KFQC-0106-JH5J-KZKN-R3FB-AAW"


@pytest.mark.parametrize(
    "typed", ["", "2MCD", "U" * 27, "ə" * 27, "\x00" * 27, "0" * 1000, "2MCD-KFQC-0106-JH5J-KZKN-R3FB-AA"]
)
def test_what_cannot_be_an_id_is_none(typed: str) -> None:
    assert public_ids.parse(typed) is None
