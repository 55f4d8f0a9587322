"""What every test may ask for: a village, an open practice book, and invented people."""

from __future__ import annotations

import itertools
import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.server import NEEDED, NONE_HERE, Server, programs, running
from village_desk.rules.identity import check_digit
from village_desk.rules.months import Month
from village_desk.rules.records import Household, LedgerLine, Person, Record
from village_desk.store.book import Book, Village, create_book
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed
from village_desk.store.keys.keyslots import PRACTICE

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Long runs are asked for by name."""
    parser.addoption("--run-slow", action="store_true", help="run the tests marked slow too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests out, unless they are asked for with --run-slow or -m slow."""
    if config.getoption("--run-slow") or "slow" in str(config.option.markexpr):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: ask for it with --run-slow"))


REGION = "990101"
"""No real region has this code, so no number made here can be anybody's."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "安宁和顺成海山川云雨林禾谷丰田春秋冬"


class Invented:
    """Makes people who do not exist, the same ones each time."""

    def __init__(self, village_code: str, seed: int = 7) -> None:
        self.village_code = village_code
        self._random = random.Random(seed)
        self._households = 0

    def name(self) -> str:
        """A name nobody has given anybody."""
        return self._random.choice(_SURNAMES) + "".join(self._random.choices(_GIVEN, k=2))

    def birthday(self) -> date:
        """A day between 1930 and 2024."""
        return date(1930, 1, 1) + timedelta(days=self._random.randrange(94 * 365))

    def identity_number(self, born: date | None = None) -> str:
        """A number with a right check digit, of a region that is not there."""
        seventeen = f"{REGION}{born or self.birthday():%Y%m%d}{self._random.randrange(1000):03d}"
        return seventeen + check_digit(seventeen)

    def household(self, **values: object) -> Household:
        """A household with the next number."""
        self._households += 1
        wanted: dict[str, object] = {"number": f"{self._households:04d}", "group": "一组", **values}
        return Household(new_id(), self.village_code, **wanted)  # type: ignore[arg-type]

    def person(self, household: Household, position: int = 1, **values: object) -> Person:
        """A member of a household."""
        born = self.birthday()
        wanted: dict[str, object] = {
            "name": self.name(),
            "relation": "户主" if position == 1 else "之子",
            "born_on": born,
            "identity_number": self.identity_number(born),
            **values,
        }
        return Person(new_id(), self.village_code, household.id, position, **wanted)  # type: ignore[arg-type]

    def line(
        self, household: Household, month: int = 202503, amount: int = 120_000, **values: object
    ) -> LedgerLine:
        """A line of the household's ledger; the amount is in fen."""
        wanted: dict[str, object] = {
            "item": "101",
            "span": "月",
            "month": Month(month),
            "amount": amount,
            **values,
        }
        return LedgerLine(new_id(), self.village_code, household.id, **wanted)  # type: ignore[arg-type]

    def family(self, members: int = 3) -> list[Record]:
        """A household, its members, and a ledger line."""
        household = self.household()
        people = [self.person(household, position) for position in range(1, members + 1)]
        return [household, *people, self.line(household)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked ``both_engines`` runs in a file and on a server, but for what only a file has."""
    asked = metafunc.definition.get_closest_marker("both_engines")
    if (
        asked
        and not metafunc.definition.get_closest_marker("in_a_file")
        and "engine" in metafunc.fixturenames
    ):
        metafunc.parametrize("engine", ["file", "server"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Where the books of the test lie: in a ``file`` or on a ``server``."""
    return str(getattr(request, "param", "file"))


@pytest.fixture(scope="session")
def running_server() -> Iterator[Server]:
    """One server for all tests of a session; in CI there must be one."""
    found = programs()
    if found is None and os.environ.get(NEEDED):
        pytest.fail(NONE_HERE)
    if found is None:
        pytest.skip(NONE_HERE)
    with running(found) as server:
        yield server


@pytest.fixture(scope="session")
def server(engine: str, request: pytest.FixtureRequest) -> Server | None:
    """The server, for a test whose books lie on one."""
    return request.getfixturevalue("running_server") if engine == "server" else None


@pytest.fixture
def village(engine: str) -> Village:
    kind = "town" if engine == "server" else "practice"  # no other book may lie on a server
    return Village("990101001001", "柳树湾村", "county_template_2022_2025", kind)


@pytest.fixture
def passphrase() -> str:
    return "practice makes perfect"


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return tmp_path / "柳树湾村.vdbook"


@pytest.fixture
def book(book_path: Path, village: Village, passphrase: str, server: Server | None) -> Iterator[Book]:
    """An empty open practice book; on a server a township's."""
    if server is not None:
        made = server.book(village, passphrase, PRACTICE)
        yield made
        server.forget(made)
        return
    made, _ = create_book(book_path, village, passphrase, cost=PRACTICE)
    with made:
        yield made


@pytest.fixture
def invented(village: Village) -> Invented:
    return Invented(village.code)


@pytest.fixture
def filled_book(book: Book, invented: Invented) -> Book:
    """An open practice book with three families."""
    with book.changing(Deed("import", "演练员")) as change:
        for _ in range(3):
            change.insert_many(invented.family())
    return book


@pytest.fixture
def killed_at() -> Callable[[int, Callable[[], object]], bool]:
    """Do something in a child that dies at one of its calls to the disk; tell whether it came so far."""
    if sys.platform == "win32":
        pytest.skip("needs fork")
    return _killed_at


def _killed_at(call: int, doing: Callable[[], object]) -> bool:
    child = os.fork()
    if child == 0:
        try:
            _die_at(call)
            doing()
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in {0, 9}, "the child failed in another way"
    return ended == 9


def _die_at(call: int) -> None:
    calls = itertools.count(1)

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def maybe(*args: object, **keywords: object) -> object:
            if next(calls) == call:
                os._exit(9)
            return real(*args, **keywords)

        return maybe

    for owner, names in ((Path, ("rename", "replace", "unlink")), (os, ("fsync", "write", "link"))):
        for name in names:
            setattr(owner, name, dying(getattr(owner, name)))
