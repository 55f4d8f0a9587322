"""The copy that is posted: nothing in it gives anybody away, and if it would, there is no copy."""

from __future__ import annotations

import io
import zipfile

import pytest
from msgspec.structs import replace

from village_desk.definitions.bases import counting_bases, counting_basis
from village_desk.definitions.items import income_items
from village_desk.definitions.public_copy import public_copy
from village_desk.definitions.words import sentence_of
from village_desk.exchange.paper.layout import every_text
from village_desk.exchange.sheets import copies
from village_desk.exchange.sheets.making import SheetOrder, make_layout, sheet_bytes, sheet_ids
from village_desk.rules.income import Reckoner
from village_desk.rules.masking import Copy
from village_desk.rules.pictures import VillagePicture
from village_desk.rules.refusals import Refusal

from .sheet_village import ACCOUNT, CHILD, ILLNESS, PHONE, PRINTED, QUARTER, RECKONER, SETTINGS, line, village

VILLAGE = village(6)
SHEETS = tuple(line.id for line in sheet_ids() if Copy.PUBLIC in line.copies)


def order(sheet: str, copy: str = "public", household: str | None = None, **more: object) -> SheetOrder:
    return SheetOrder(sheet, copy, 2025, QUARTER, household, PRINTED, **more)  # type: ignore[arg-type]


def texts_of(sheet: str, copy: str = "public", picture: VillagePicture = VILLAGE, **more: object) -> str:
    return "\n".join(every_text(make_layout(order(sheet, copy, **more), picture, SETTINGS, RECKONER)))


def with_household(**changes: object) -> VillagePicture:
    first, *others = VILLAGE.households
    changed = replace(first, household=replace(first.household, **changes))  # type: ignore[arg-type]
    return replace(VILLAGE, households=(changed, *others))


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_posted_copy_has_no_number_no_account_nothing_of_health_and_no_childs_name(sheet: str) -> None:
    texts = texts_of(sheet)
    numbers = [one.identity_number for household in VILLAGE.households for one in household.persons]
    for secret in (
        PHONE,
        ACCOUNT,
        ILLNESS,
        CHILD,
        "透析",
        "13900000002",
        *(number or "-" for number in numbers),
    ):
        assert secret not in texts
    assert not public_copy().tells_of_health(texts)
    assert "公示版" in texts


def test_the_other_copies_are_complete() -> None:
    for copy, words in (("internal", "内部完整版"), ("report", "上报版")):
        assert "困难残疾人生活补贴" in texts_of("F3", copy)
        assert PHONE in texts_of("F1", copy)
        assert "户主透析" in texts_of("F4", copy)
        assert words in texts_of("F3", copy)


def test_a_benefit_that_tells_of_a_disability_keeps_its_amount_and_loses_its_name() -> None:
    assert "其他补助" in texts_of("F3", household="h1")
    assert "960.00" in texts_of("F3", household="h1")


def test_the_posted_figures_are_the_same_as_the_complete_ones() -> None:
    complete = texts_of("F3", "internal", household="h1").splitlines()
    posted = texts_of("F3", household="h1").splitlines()
    amounts = [text for text in complete if text.replace(".", "").isdecimal()]
    assert set(amounts) <= set(posted)


def test_masked_values_are_not_in_the_files_either() -> None:
    made = sheet_bytes(order("F1"), VILLAGE, SETTINGS, RECKONER, "xlsx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "公示版" in inside
    for secret in (PHONE, ACCOUNT, ILLNESS, CHILD):
        assert secret not in inside


def test_parts_are_numbered_without_a_gap_when_some_are_left_out() -> None:
    titles = [text for text in texts_of("F4", household="h1").splitlines() if text[1:2] == "、"]
    assert sorted(title[0] for title in titles) == sorted("一二三四五"[: len(titles)])


def test_names_of_adults_are_full_or_starred_as_chosen() -> None:
    head = next(one for one in VILLAGE.households if one.household.id == "h1").household.head_name or ""
    assert head in texts_of("F3", household="h1")
    starred = texts_of("F3", household="h1", head_names="starred")
    assert head not in starred
    assert f"{head[0]}*{head[2]}" in starred


def test_a_child_who_earns_is_masked_on_the_line() -> None:
    first, *others = VILLAGE.households
    child = next(one for one in first.persons if one.name == CHILD)
    earns = replace(
        first, lines=(*first.lines, line(first.household.id, "T134", 202503, 3000, person=child.id))
    )
    texts = texts_of("F3", picture=replace(VILLAGE, households=(earns, *others)))
    assert "李**" in texts
    assert CHILD not in texts


@pytest.mark.parametrize(
    "changes",
    [
        {"group": f"联系{PHONE}"},
        {"group": "尿毒症户"},
        {"group": ILLNESS},
        {"number": "990101198001011236"},
        {"group": "139 0000 0001"},
    ],
)
def test_a_secret_typed_into_an_open_field_stops_the_copy(changes: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        texts_of("F3", picture=with_household(**changes))
    assert refused.value.code == "would-leak"
    assert not set(refused.value.values.values()) & set(changes.values())
    first = VILLAGE.households[0].household
    assert str(refused.value.values["household"]).startswith(f"{first.head_name}户")
    assert not any(text in sentence_of(refused.value) for text in changes.values())


def test_a_whole_village_is_told_which_household_stops_it() -> None:
    *others, last = VILLAGE.households
    changed = replace(last, household=replace(last.household, group="尿毒症户", number="9900004321"))
    with pytest.raises(Refusal) as refused:
        texts_of("F5", picture=replace(VILLAGE, households=(*others, changed)))
    assert refused.value.values["household"] == f"{last.household.head_name}户（户编号尾号 4321）"


def test_a_child_at_the_head_of_its_household_is_masked_too() -> None:
    texts = texts_of("F3", picture=with_household(head_name=CHILD))
    assert "李**" in texts
    assert CHILD not in texts


def test_a_childs_name_that_reaches_paper_stops_the_copy() -> None:
    with pytest.raises(Refusal, match="would-leak"):
        texts_of("F1", picture=with_household(helper_name=CHILD))


def test_a_head_without_a_birthday_may_be_printed() -> None:
    first, *others = VILLAGE.households
    people = (replace(first.persons[0], born_on=None), *first.persons[1:])
    picture = replace(VILLAGE, households=(replace(first, persons=people), *others))
    assert first.household.head_name in texts_of("F3", picture=picture)


def test_the_last_look_finds_what_masking_has_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies.CopyMask, "hides", lambda *_: False)
    for sheet in ("F1", "F4"):
        with pytest.raises(Refusal, match="would-leak"):
            texts_of(sheet)


def test_the_complete_copies_are_never_stopped() -> None:
    assert "尿毒症户" in texts_of("F3", "internal", with_household(group="尿毒症户"))


@pytest.mark.parametrize("basis", sorted(counting_bases()))
def test_a_clean_village_can_be_posted_under_every_basis(basis: str) -> None:
    reckoner = Reckoner(income_items(), counting_basis(basis))
    for sheet in SHEETS:
        assert list(make_layout(order(sheet), VILLAGE, SETTINGS, reckoner).blocks)
