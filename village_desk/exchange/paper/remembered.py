"""Answers worked out once and kept a while: every household asks the same of its captions and figures."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST = 4_096
"""Captions and usual figures are some hundreds; what is asked once only must not pile up beside them."""


class Remembered(dict[K, V]):
    """Looks up like a dictionary and works out what it does not know; all is forgotten when it is full."""

    def __init__(self, answer: Callable[[K], V]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        answer = self[key] = self._answer(key)
        return answer
