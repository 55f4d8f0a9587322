"""A file on the stick is whole, genuine and for its reader, or it is refused with its own sentence."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.exchange.packages import sealed_file
from village_desk.exchange.packages.sealed_file import Sealing, read_sealed
from village_desk.rules.refusals import Refusal
from village_desk.store.keys.signing import SecretKeys
from village_desk.store.village import Village

VILLAGE, TOWN, STRANGER = (SecretKeys(bytes([number] * 32)) for number in (1, 2, 3))
SENDER = Village("990101001001", "第一村", "any")
HELD = [b"one line\n", b"", b"and another\n" * 9_000]


def sealed(pieces: list[bytes] = HELD, kind: str = "report") -> bytes:
    sealing = Sealing([TOWN.public, VILLAGE.public])
    sealing.add(pieces)
    return sealing.file(kind, {"sequence": 1}, SENDER, VILLAGE)


def content_of(file: bytes, secret: SecretKeys = TOWN) -> bytes:
    return b"".join(read_sealed(file).content(secret))


def refused(file: bytes, secret: SecretKeys = TOWN) -> str:
    with pytest.raises(Refusal) as caught:
        content_of(file, secret)
    return caught.value.code


def resigned(file: bytes, change: Callable[[dict[str, Any]], None], secret: SecretKeys = VILLAGE) -> bytes:
    """The file with another head, signed again: what a real village's key could make."""
    (length,) = struct.unpack_from(">I", file, 6)
    head = json.loads(file[10 : 10 + length])
    change(head)
    spelled = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    start = b"XCBP1\n" + struct.pack(">I", len(spelled)) + spelled
    return start + secret.signature(start) + file[10 + length + 64 :]


@given(st.lists(st.binary(max_size=200_000), max_size=6))
def test_recipients_read_what_was_sealed_and_others_do_not(pieces: list[bytes]) -> None:
    file = sealed(pieces)
    assert content_of(file, TOWN) == content_of(file, VILLAGE) == b"".join(pieces)
    assert refused(file, STRANGER) == "package-for-another"


def test_nothing_of_the_content_is_in_clear() -> None:
    assert b"another" not in sealed()


def test_every_flipped_byte_is_refused() -> None:
    file = sealed([b"short\n"])
    for place in range(len(file)):
        for bit in (1, 0x80):
            forged = bytearray(file)
            forged[place] ^= bit
            assert refused(bytes(forged)) in {"package-damaged", "not-a-package", "package-newer"}


def test_every_truncation_and_anything_appended_is_refused() -> None:
    file = sealed([b"short\n"])
    for length in range(len(file)):
        assert refused(file[:length]) in {"package-damaged", "not-a-package"}
    assert refused(file + b"\0") == "package-damaged"
    assert refused(file[: len(file) // 2] + bytes(len(file) - len(file) // 2)) == "package-damaged"


@given(st.binary(max_size=400))
def test_noise_is_refused(noise: bytes) -> None:
    assert refused(b"XCBP1\n" + noise) == "package-damaged"
    assert refused(b"?" + noise) == "not-a-package"


def test_the_head_of_one_and_the_body_of_another_are_refused() -> None:
    one, other = sealed(), sealed([b"other\n"])
    (length,) = struct.unpack_from(">I", one, 6)
    cut = 10 + length + 64
    (other_length,) = struct.unpack_from(">I", other, 6)
    assert refused(one[:cut] + other[10 + other_length + 64 :]) == "package-damaged"


def test_another_signer_shows() -> None:
    file = resigned(sealed(), lambda head: None, STRANGER)
    assert refused(file) == "package-damaged"


def test_a_newer_form_has_its_own_sentence() -> None:
    assert refused(resigned(sealed(), lambda head: head.update(format=2))) == "package-newer"
    assert refused(b"XCBP2\n" + sealed()[6:]) == "package-newer"


def test_a_bomb_of_a_real_village_stops_at_the_declared_length(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = sealed([b"\0" * 1_000_000] * 300)
    small = resigned(bomb, lambda head: head["content"].update(bytes=1000))
    pieces = read_sealed(small).content(TOWN)
    assert sum(len(next(pieces)) for _ in range(1)) <= 1001
    with pytest.raises(Refusal):
        next(pieces)
    monkeypatch.setattr(sealed_file, "MOST_CONTENT", 1_000_000)
    assert refused(bomb) == "package-too-large"


def test_a_second_stream_behind_the_first_is_refused() -> None:
    hidden = Sealing([TOWN.public])
    hidden.add([b"seen\n"])
    hidden._cipher.add(hidden._packer.flush())
    hidden._packer = zlib.compressobj()
    hidden._packer.compress(b"unseen\n")
    assert refused(hidden.file("report", {}, SENDER, VILLAGE)) == "package-damaged"


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.pop("recipients"),
        lambda head: head.update(recipients=[]),
        lambda head: head.update(recipients={"!": "!"}),
        lambda head: head.update(content=7),
        lambda head: head["content"].update(bytes="7"),
        lambda head: head["content"].update(bytes=-1),
        lambda head: head["body"].update(sha256=None),
        lambda head: head.update(name=["x"]),
        lambda head: head.update(about=3),
        lambda head: head.update(format="1"),
    ],
)
def test_signed_nonsense_in_the_head_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    assert refused(resigned(sealed(), change)) in {"package-damaged", "package-too-large"}
