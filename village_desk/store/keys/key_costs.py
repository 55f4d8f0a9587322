"""What one guess of a passphrase costs: the parameters of argon2id, stored in every slot."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import perf_counter

from msgspec import Struct

_MOST_OPERATIONS = 64
# A book made on a fast computer is still opened on an old one, ten times slower, within some seconds.
_MOST_MEASURED = 24
_MOST_MEMORY_KIB = 1024 * 1024
_LEAST_MEMORY_KIB = 8


class KeyCost(Struct, frozen=True):
    """The passes and the memory in KiB that a guess takes; ``practice`` is marked in the key file.

    A practice cost is for invented people and tests only: it makes a guess nearly free.
    """

    operations: int
    memory_kib: int
    practice: bool = False

    @property
    def is_bearable(self) -> bool:
        """Whether a key file may ask for it; a forged one must not take all memory."""
        return (
            1 <= self.operations <= _MOST_OPERATIONS
            and _LEAST_MEMORY_KIB <= self.memory_kib <= _MOST_MEMORY_KIB
        )

    def at_least(self, other: KeyCost) -> KeyCost:
        """Raise the cost to another one's where it is lower; old key files grow with the program."""
        operations, memory = max(self.operations, other.operations), max(self.memory_kib, other.memory_kib)
        return KeyCost(operations, memory, self.practice)


STRONG = KeyCost(operations=3, memory_kib=64 * 1024)
PRACTICE = KeyCost(operations=1, memory_kib=64, practice=True)


def cost_here(least_seconds: float = 0.5, *, clock: Callable[[], float] = perf_counter) -> KeyCost:
    """Measure this computer and choose a cost so that a guess takes at least so long; never below STRONG."""
    start = clock()
    stretch(b"measured", bytes(16), STRONG)
    seconds = max(clock() - start, 0.001)
    passes = ceil(STRONG.operations * least_seconds / seconds)
    return KeyCost(min(max(passes, STRONG.operations), _MOST_MEASURED), STRONG.memory_kib)


def stretch(passphrase: bytes, salt: bytes, cost: KeyCost) -> bytes:
    """Derive a 32-byte wrapping key from a passphrase with argon2id at this cost."""
    from nacl.pwhash import argon2id

    key: bytes = argon2id.kdf(32, passphrase, salt, opslimit=cost.operations, memlimit=cost.memory_kib * 1024)
    return key
