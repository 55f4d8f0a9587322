"""A book's public keys as digits: every wrong one is noticed, and the group that holds it is named."""

from __future__ import annotations

import pytest

from village_desk.rules.refusals import Refusal
from village_desk.store.keys.card_text import card_of_text, card_text
from village_desk.store.keys.key_card import KeyCard
from village_desk.store.keys.signing import SecretKeys

KEYS = SecretKeys(bytes(range(32))).public
CARD = KeyCard("990101001000", "九曲镇", "town", KEYS)
TEXT = card_text(CARD)


@pytest.mark.parametrize("kind", ["village", "town"])
@pytest.mark.parametrize("code", ["990101001000", "A1", "九曲镇一村二村"])
def test_what_is_typed_is_the_card_and_its_fingerprint(kind: str, code: str) -> None:
    card = KeyCard(code, "九曲镇", kind, KEYS)
    back = card_of_text(card_text(card), "九曲镇")
    assert (back, back.fingerprint) == (card, card.fingerprint)


@pytest.mark.parametrize(
    "typed", [TEXT.replace(" ", ""), TEXT.replace(" ", "-"), f"  {TEXT.replace('0', 'O')}\n"]
)
def test_blanks_dashes_and_letters_that_look_like_digits_are_forgiven(typed: str) -> None:
    assert card_of_text(typed, "九曲镇") == CARD


def test_without_a_name_the_partner_is_called_by_its_code() -> None:
    assert card_of_text(TEXT, "  ").name == CARD.code


def test_each_wrong_digit_is_noticed_in_its_group() -> None:
    for place, digit in enumerate(TEXT):
        if digit == " ":
            continue
        wrong = f"{TEXT[:place]}{(int(digit) + 1) % 10}{TEXT[place + 1 :]}"
        with pytest.raises(Refusal) as caught:
            card_of_text(wrong, "九曲镇")
        assert (caught.value.code, caught.value.values["group"]) == (
            "card-mistyped",
            TEXT[:place].count(" ") + 1,
        )


def test_two_groups_swapped_a_group_missing_and_nothing_are_refused() -> None:
    groups = TEXT.split()
    for one in range(len(groups)):
        for other in range(one):
            swapped = list(groups)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if swapped != groups:
                with pytest.raises(Refusal):
                    card_of_text(" ".join(swapped), "九曲镇")
        with pytest.raises(Refusal):
            card_of_text(" ".join(groups[:one]), "九曲镇")
