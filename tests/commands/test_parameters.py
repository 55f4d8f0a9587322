"""The county's parameter pack: signed at the township, tried and loaded in a village, and undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from village_desk.definitions.measures import measure_catalogue
from village_desk.definitions.own_files import shipped_text
from village_desk.definitions.policies import policy_profiles, shipped_profiles
from village_desk.entry.settings.own_policies import copy_policy
from village_desk.entry.settings.price_entry import PriceEntry
from village_desk.entry.settings.settings_entry import SettingsEntry
from village_desk.entry.settings.yearly_figures import LINE, Notice, state_figure
from village_desk.entry.sitting import Sitting
from village_desk.rules.chosen_records import Price
from village_desk.store.book import Village, create_book, open_with
from village_desk.store.keys.keyslots import PRACTICE, KeyCost
from village_desk.store.own_files import put_file

from .conftest import Call

GOOD = "柳树湾 三月桃花 九曲桥头 老水车"
EASY = KeyCost(PRACTICE.operations, PRACTICE.memory_kib + 1)
VILLAGE = Village("990101001002", "柳树湾村", "shidian_2025")
TOWN = Village("990101001000", "九曲镇", "shidian_2025", "town")
MEASURES, SHEET = "resources/measures.toml", "forms/sheets/f15_confirmation.toml"


@pytest.fixture
def books(tmp_path: Path, phrase: Callable[[str], Path]) -> dict[str, Path]:
    """The books of a village and of its township."""
    phrase(GOOD)
    for name, village in (("village", VILLAGE), ("town", TOWN)):
        create_book(tmp_path / f"{name}.book", village, GOOD, cost=EASY)[0].close()
    return {name: tmp_path / f"{name}.book" for name in ("village", "town")}


def at(path: Path, deed: Callable[[Sitting], object]) -> object:
    """Sit down at a book, do something, and close it."""
    with open_with(path, GOOD) as book:
        return deed(Sitting(book, "乡镇干部", date(2025, 7, 10)))


def set_everything(sitting: Sitting) -> None:
    """One of each kind of parameter: profile, 口径, mark, line, price, measure, wording of a sheet, rule."""
    copy_policy(sitting, "shidian_2025", "九曲镇 2025")
    entry = SettingsEntry(sitting)
    entry.choose_basis("P2", "县里统一")
    entry.mark_item("G01", "另列", "县里统一")
    state_figure(sitting, LINE, 2026, Notice("9000", "县发〔2026〕1号"))
    sitting.choose("limits", {"IN08": {"doubt_percent": 25}})
    PriceEntry(sitting, 2025).answer("J101", "price_usual", "1.3")
    with sitting.choosing() as change:
        put_file(change, MEASURES, (shipped_text(MEASURES) or "").replace("庭院经济", "庭院小院", 1))
        text = shipped_text(SHEET) or ""
        title = text.split('title = "')[1].split('"')[0]
        put_file(change, SHEET, text.replace(title, "九曲镇收入确认单", 1))


def state_of(sitting: Sitting) -> tuple[object, ...]:
    """What a book goes by, in a form that can be compared."""
    with sitting.book.reading() as reading:
        prices = [(price.item, price.year, price.price_usual) for price in reading.all(Price)]
    settings = sitting.settings
    own = (settings.basis, dict(settings.counting), dict(settings.lines), dict(settings.documents))
    labels = [measure.label for measure in measure_catalogue().values()]
    return settings.policy.name, own, dict(settings.limits), prices, labels


@pytest.fixture
def pack(call: Call, books: dict[str, Path], tmp_path: Path) -> Path:
    """What the township hands out."""
    at(books["town"], set_everything)
    out = tmp_path / "参数.json"
    made = call("pack-parameters", books["town"], "--out", out, "--document", "县发〔2025〕9号", "--json")
    assert (made.code, made.document["files"], made.document["prices"]) == (0, 3, 1)
    return out


@pytest.fixture
def trusted(call: Call, books: dict[str, Path], tmp_path: Path) -> dict[str, Path]:
    """The village knows the township's key."""
    call("key", books["town"], "--out", tmp_path / "town.key")
    assert call("trust", books["village"], tmp_path / "town.key").code == 0
    return books


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    call: Call, trusted: dict[str, Path], pack: Path
) -> None:
    before = call("dump-hash", trusted["village"]).out
    told = call("load-parameters", trusted["village"], pack, "--dry-run", "--json")
    assert (told.code, told.document["written"], told.document["signer"]) == (0, False, "partner")
    changed = {(one["where"], one["what"]): (one["now"], one["then"]) for one in told.document["changes"]}
    assert changed["basis", ""] == ("P1", "P2")
    assert changed["counting", "G01"] == ("", "另列")
    assert changed["lines", "2026"] == ("", "900000")
    assert changed["limits", "IN08.doubt_percent"] == ("", "25")
    assert changed["prices", "J101.2025.price_usual"] == ("", "1300")
    assert any(where == MEASURES and "庭院小院" in then for (where, _), (_, then) in changed.items())
    assert any(then == "九曲镇收入确认单" for _, then in changed.values())
    assert call("dump-hash", trusted["village"]).out == before


def test_a_village_goes_by_what_the_township_hands_out_and_back_again(
    call: Call, trusted: dict[str, Path], pack: Path
) -> None:
    before = at(trusted["village"], state_of)
    loaded = call("load-parameters", trusted["village"], pack, "--json")
    assert (loaded.code, loaded.document["written"]) == (0, True)
    assert at(trusted["village"], state_of) == at(trusted["town"], state_of)
    again = call("load-parameters", trusted["village"], pack, "--json").document
    assert (again["changes"], again["written"]) == ([], False)
    note = at(trusted["village"], lambda sitting: dict(sitting.settings.pack))
    assert (note["name"], note["document"]) == ("九曲镇", "县发〔2025〕9号")

    shown = call("shipped-parameters", trusted["village"], "--dry-run", "--json").document
    assert shown["changes"]
    assert not shown["written"]
    assert call("shipped-parameters", trusted["village"]).code == 0
    after = at(trusted["village"], state_of)
    assert (after[0], after[1], after[2], after[4]) == (before[0], before[1], before[2], before[4])
    assert "九曲镇 2025" not in {profile.name for profile in policy_profiles().values()}


def test_loading_is_one_deed_that_can_be_undone(call: Call, trusted: dict[str, Path], pack: Path) -> None:
    before = at(trusted["village"], state_of)
    call("load-parameters", trusted["village"], pack)
    assert at(trusted["village"], state_of) != before

    def undo(sitting: Sitting) -> object:
        sitting.undo()
        return state_of(sitting)

    assert at(trusted["village"], undo) == before


def test_a_pack_of_somebody_unknown_may_be_looked_at_and_is_not_loaded(
    call: Call, books: dict[str, Path], pack: Path
) -> None:
    before = call("dump-hash", books["village"]).out
    looked = call("load-parameters", books["village"], pack, "--dry-run", "--json")
    assert (looked.code, looked.document["signer"]) == (0, "unknown")
    assert looked.document["changes"]
    refused = call("load-parameters", books["village"], pack, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "pack-unknown-signer")
    assert call("dump-hash", books["village"]).out == before


def test_the_way_back_leads_to_the_shipped_profile_though_its_text_was_the_books_own(
    call: Call, books: dict[str, Path]
) -> None:
    path = "resources/policies/shidian_2025.toml"

    def by_calendar(sitting: Sitting) -> None:
        with sitting.choosing() as change:
            put_file(change, path, (shipped_text(path) or "").replace("income-year", "calendar"))

    at(books["village"], by_calendar)
    assert at(books["village"], lambda sitting: sitting.settings.year_mode.value) == "calendar"
    assert "shidian_2025" in {profile.id for profile in shipped_profiles()}
    call("shipped-parameters", books["village"])
    assert at(books["village"], lambda sitting: sitting.settings.year_mode.value) == "income-year"


def test_a_book_takes_its_own_pack_back(call: Call, books: dict[str, Path], pack: Path) -> None:
    call("shipped-parameters", books["town"])
    loaded = call("load-parameters", books["town"], pack, "--json").document
    assert (loaded["signer"], loaded["written"]) == ("own", True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"P2"', '"P3"'),
        lambda text: text[:-20],
        lambda text: text.replace("\n", "\n "),
        lambda text: "[]",
        lambda text: (
            json.dumps({**json.loads(text), "more": 1}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        ),
    ],
)
def test_a_pack_changed_on_its_way_is_refused(
    call: Call, trusted: dict[str, Path], pack: Path, spoil: Callable[[str], str]
) -> None:
    pack.write_text(spoil(pack.read_text(encoding="utf-8")), encoding="utf-8")
    refused = call("load-parameters", trusted["village"], pack, "--json")
    assert (refused.code, refused.document["refused"]) == (1, "pack-damaged")


@pytest.mark.parametrize(
    ("term", "code"),
    [(("--valid-from", "2099-01-01"), "pack-not-yet"), (("--valid-until", "2020-12-31"), "pack-over")],
)
def test_outside_its_days_a_pack_is_refused(
    call: Call, trusted: dict[str, Path], pack: Path, term: tuple[str, str], code: str
) -> None:
    out = pack.with_name("按期.json")
    assert call("pack-parameters", trusted["town"], "--out", out, *term).code == 0
    refused = call("load-parameters", trusted["village"], out, "--dry-run", "--json")
    assert (refused.code, refused.document["refused"]) == (1, code)


def test_a_day_that_is_none_is_wrong_use(call: Call, books: dict[str, Path], tmp_path: Path) -> None:
    words = ("pack-parameters", books["town"], "--out", tmp_path / "x.json", "--valid-from", "明天")
    assert call(*words).code == 2
    assert not (tmp_path / "x.json").exists()
