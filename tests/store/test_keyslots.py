"""The key file: what opens it, what does not, and that a damage is told from a wrong passphrase."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from village_desk.definitions.words import sentence_of
from village_desk.rules.refusals import Refusal
from village_desk.store.keys import key_costs, key_file, keyslots
from village_desk.store.keys.keyslots import PRACTICE, KeyCost, NewKeys

PASSPHRASE = "拖拉机 水井 核桃 石桥"
VILLAGE = "990101001"
LIGHT = KeyCost(operations=1, memory_kib=64)
KEYS = keyslots.make_keyslots(PASSPHRASE, village_code=VILLAGE, cost=LIGHT)


def refusal_code(content: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Refusal) as refused:
        keyslots.open_with_passphrase(content, passphrase)
    assert len(sentence_of(refused.value)) > 10
    return refused.value.code


def resealed(content: bytes, **changes: object) -> bytes:
    """What a forger who knows the form would write: changed, with a right digest."""
    table = {**json.loads(content), **changes}
    table.pop("digest")
    return key_file._spelled({**table, "digest": key_file._digest(table)})


def test_the_passphrase_and_the_recovery_code_give_the_same_key() -> None:
    assert len(KEYS.data_key) == 32
    assert keyslots.open_with_passphrase(KEYS.content, PASSPHRASE) == KEYS.data_key
    assert keyslots.open_with_recovery_code(KEYS.content, KEYS.recovery_code) == KEYS.data_key


def test_nothing_is_told_in_clear() -> None:
    shown = KEYS.content.decode() + repr(KEYS)
    assert KEYS.data_key.hex() not in shown
    assert KEYS.recovery_code not in shown
    assert key_file.to_text(KEYS.data_key) not in shown
    assert PASSPHRASE not in shown


def test_two_books_with_one_passphrase_share_nothing() -> None:
    other = keyslots.make_keyslots(PASSPHRASE, village_code=VILLAGE, cost=LIGHT)
    assert other.data_key != KEYS.data_key
    ours, theirs = json.loads(KEYS.content), json.loads(other.content)
    assert not {slot["salt"] for slot in ours["slots"]} & {slot["salt"] for slot in theirs["slots"]}
    with pytest.raises(Refusal) as refused:
        keyslots.open_with_recovery_code(KEYS.content, other.recovery_code)
    assert refused.value.code == "wrong-recovery-code"


def test_a_wrong_passphrase_is_refused_a_thousand_times_and_the_right_one_still_opens() -> None:
    for number in range(1000):
        with pytest.raises(Refusal) as refused:
            keyslots.open_with_passphrase(KEYS.content, f"guess {number}")
        assert refused.value.code == "wrong-passphrase"
    assert keyslots.open_with_passphrase(KEYS.content, PASSPHRASE) == KEYS.data_key


@pytest.mark.parametrize("typed", ["", " ", "拖拉机水井核桃石桥", "\x00", "\ud800", "拖" * 5000])
def test_what_is_not_the_passphrase_is_refused(typed: str) -> None:
    assert refusal_code(KEYS.content, typed) == "wrong-passphrase"


@pytest.mark.parametrize(
    "typed", [" Winter８River ７owl", "Ｗｉｎｔｅｒ8River\u30007owl", "Winter8River  7owl\n"]
)
def test_an_input_method_left_on_full_width_opens_all_the_same(typed: str) -> None:
    keys = keyslots.make_keyslots("Winter8River 7owl", village_code=VILLAGE, cost=LIGHT)
    assert keyslots.open_with_passphrase(keys.content, typed) == keys.data_key
    assert refusal_code(keys.content, typed.lower()) == "wrong-passphrase"


def test_every_flipped_bit_is_a_damage_and_not_a_wrong_passphrase() -> None:
    for place in range(len(KEYS.content)):
        flipped = bytearray(KEYS.content)
        flipped[place] ^= 1 << (place % 8)
        assert refusal_code(bytes(flipped)) == "keyslots-damaged"


@given(st.integers(0, len(KEYS.content) - 1))
def test_a_cut_file_is_a_damage(length: int) -> None:
    assert refusal_code(KEYS.content[:length]) == "keyslots-damaged"
    assert refusal_code(KEYS.content[:length] + bytes(len(KEYS.content) - length)) == "keyslots-damaged"


@given(st.binary(max_size=300))
@example(b"[" * 100_000)
@example(b"NaN")
@example(b"\xff\xfe{}")
@example(b'{"format": "village-desk-keys"}')
@example(b'{"format": "village-desk-keys", "version": ' + b"9" * 5000 + b"}")
def test_noise_is_a_damage(content: bytes) -> None:
    assert refusal_code(content) == "keyslots-damaged"


def test_a_newer_file_is_told_from_a_damaged_one() -> None:
    newer = resealed(KEYS.content, version=2, slots=[{"kind": "moon"}])
    assert refusal_code(newer) == "keyslots-newer"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("memory_kib", 10**9),
        ("memory_kib", 0),
        ("operations", 10**6),
        ("operations", "1"),
        ("operations", True),
        ("salt", ""),
        ("salt", 7),
        ("wrapped", "*"),
        ("extra", 1),
    ],
)
def test_a_forged_slot_takes_neither_memory_nor_time(key: str, value: object) -> None:
    slots = json.loads(KEYS.content)["slots"]
    slots[0][key] = value
    assert refusal_code(resealed(KEYS.content, slots=slots)) == "keyslots-damaged"


@pytest.mark.parametrize("slots", [None, [], {}, "x", [1], [{}], [{"kind": "passphrase"}]])
def test_slots_that_are_none_are_a_damage(slots: object) -> None:
    assert refusal_code(resealed(KEYS.content, slots=slots)) == "keyslots-damaged"


@pytest.mark.parametrize(
    "changes", [{"village_code": "990101002"}, {"practice": True}, {"key_check": "AAAA"}]
)
def test_what_the_key_is_bound_to_cannot_be_exchanged(changes: dict[str, object]) -> None:
    forged = resealed(KEYS.content, **changes)
    assert refusal_code(forged) == "wrong-passphrase"
    with pytest.raises(Refusal) as refused:
        keyslots.open_with_recovery_code(forged, KEYS.recovery_code)
    assert refused.value.code == "wrong-recovery-code"


def test_a_slot_of_a_kind_to_come_is_left_alone() -> None:
    slots = [{"kind": "township"}, *json.loads(KEYS.content)["slots"]]
    assert keyslots.open_with_passphrase(resealed(KEYS.content, slots=slots), PASSPHRASE) == KEYS.data_key


def test_the_cost_is_stored_in_the_slot_and_used_from_there() -> None:
    dearer = keyslots.make_keyslots(PASSPHRASE, village_code=VILLAGE, cost=KeyCost(2, 128))
    slot = json.loads(dearer.content)["slots"][0]
    assert (slot["operations"], slot["memory_kib"], slot["derivation"]) == (2, 128, "argon2id")
    assert keyslots.open_with_passphrase(dearer.content, PASSPHRASE) == dearer.data_key


def test_a_real_book_costs_a_guesser_64_mebibytes_and_three_passes() -> None:
    keys = keyslots.make_keyslots(PASSPHRASE, village_code=VILLAGE)
    slot = json.loads(keys.content)["slots"][0]
    assert (slot["operations"], slot["memory_kib"]) == (3, 64 * 1024)
    assert keyslots.open_with_passphrase(keys.content, PASSPHRASE) == keys.data_key


def test_a_new_passphrase_ends_the_old_one_and_raises_the_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "STRONG", KeyCost(2, 96))
    changed = keyslots.change_passphrase(KEYS.content, KEYS.data_key, "三只黑羊过石桥吃草莓")
    assert keyslots.open_with_passphrase(changed, "三只黑羊过石桥吃草莓") == KEYS.data_key
    assert keyslots.open_with_recovery_code(changed, KEYS.recovery_code) == KEYS.data_key
    assert refusal_code(changed) == "wrong-passphrase"
    slot = json.loads(changed)["slots"][0]
    assert (slot["operations"], slot["memory_kib"]) == (2, 96)


def test_a_new_recovery_code_ends_the_old_one() -> None:
    changed = keyslots.change_recovery_code(KEYS.content, KEYS.data_key)
    assert keyslots.open_with_recovery_code(changed.content, changed.recovery_code) == KEYS.data_key
    assert keyslots.open_with_passphrase(changed.content, PASSPHRASE) == KEYS.data_key
    with pytest.raises(Refusal) as refused:
        keyslots.open_with_recovery_code(changed.content, KEYS.recovery_code)
    assert refused.value.code == "wrong-recovery-code"


@pytest.mark.parametrize("data_key", [bytes(32), b"", b"short"])
def test_another_books_key_is_never_wrapped_into_the_file(data_key: bytes) -> None:
    for change in (
        lambda: keyslots.change_passphrase(KEYS.content, data_key, "三只黑羊过石桥吃草莓"),
        lambda: keyslots.change_recovery_code(KEYS.content, data_key),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "keyslots-of-another-book"


def test_a_practice_book_takes_any_passphrase_and_says_that_it_is_one() -> None:
    practice = keyslots.make_keyslots("123456", village_code=VILLAGE, cost=PRACTICE)
    assert keyslots.is_practice(practice.content)
    assert not keyslots.is_practice(KEYS.content)
    changed = keyslots.change_passphrase(practice.content, practice.data_key, "1")
    assert keyslots.open_with_passphrase(changed, "1") == practice.data_key
    assert json.loads(changed)["slots"][0]["memory_kib"] == PRACTICE.memory_kib


def test_a_real_book_takes_no_weak_passphrase() -> None:
    def make() -> NewKeys:
        return keyslots.make_keyslots("123456", village_code=VILLAGE, cost=LIGHT)

    for act in (make, lambda: keyslots.change_passphrase(KEYS.content, KEYS.data_key, "cun990101001")):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "weak-passphrase"


def test_the_file_says_whose_it_is() -> None:
    assert keyslots.village_of(KEYS.content) == VILLAGE


@given(st.integers(0, 10**9))
def test_waiting_grows_and_ends(failures: int) -> None:
    assert 0 <= keyslots.wait_seconds(failures) <= keyslots.wait_seconds(failures + 1) <= 300


def test_the_first_slips_cost_nothing_and_a_row_of_guesses_does() -> None:
    assert [keyslots.wait_seconds(failures) for failures in (0, 2, 3, 5, 12)] == [0, 0, 2, 8, 300]


@settings(max_examples=30)
@given(st.text(min_size=1))
def test_every_passphrase_opens_what_it_closed(passphrase: str) -> None:
    keys = keyslots.make_keyslots(passphrase, village_code=VILLAGE, cost=PRACTICE)
    assert keyslots.open_with_passphrase(keys.content, passphrase) == keys.data_key


def test_costs_only_rise() -> None:
    assert KeyCost(5, 64).at_least(key_costs.STRONG) == KeyCost(5, 64 * 1024)


@pytest.mark.parametrize(("seconds", "operations"), [(0.125, 12), (0.25, 6), (0.5, 3), (4.0, 3), (0.0, 24)])
def test_a_fast_computer_makes_a_guess_dearer_and_a_slow_one_not_cheaper(
    seconds: float, operations: int
) -> None:
    times = iter([10.0, 10.0 + seconds])
    cost = key_costs.cost_here(0.5, clock=lambda: next(times))
    assert (cost.operations, cost.memory_kib, cost.practice) == (operations, 64 * 1024, False)
