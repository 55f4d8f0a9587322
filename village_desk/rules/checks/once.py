"""A fact worked out once and then kept beside its owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, overload

T = TypeVar("T")
F = TypeVar("F")


class once(Generic[F, T]):  # noqa: N801 - used like property
    """A fact worked out when first asked for and then kept: cached_property locks, which costs more."""

    def __init__(self, work: Callable[[F], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, owner: None, kind: type[F]) -> once[F, T]: ...
    @overload
    def __get__(self, owner: F, kind: type[F]) -> T: ...
    def __get__(self, owner: F | None, kind: type[F]) -> T | once[F, T]:
        """Work it out and put the answer in the descriptor's place."""
        if owner is None:
            return self
        value = self._work(owner)
        owner.__dict__[self._name] = value
        return value
