"""Findings by rule or household, where they lead, and how a doubt is confirmed."""

from __future__ import annotations

import pytest

from village_desk.entry.findings_entry import FindingFilter, FindingsEntry
from village_desk.entry.operations import set_household, set_person
from village_desk.entry.record_entry import RecordEntry
from village_desk.rules.records import Person
from village_desk.rules.refusals import Refusal

from .conftest import Family, state_of


@pytest.fixture
def page(sitting, family: Family) -> FindingsEntry:
    set_household(sitting, "5302", {"head_name": "仇大海", "group": "一组"})
    set_person(sitting, "5302", None, {"name": "仇大海", "relation": "户主", "identity_number": "990101"})
    found = FindingsEntry(sitting)
    found.run()
    return found


def test_findings_stand_in_walking_order_and_are_counted_by_level(page, family) -> None:
    households = list(dict.fromkeys(finding.head_name for finding in page.findings))
    assert households == ["仇大海", "单秀英"]
    counts = page.counts()
    assert sum(counts.values()) == len(page.findings)
    assert counts["必改"] > 0


def test_groups_hold_every_finding_once_gravest_first(page) -> None:
    everything = FindingFilter(open_only=False)
    by_rule, by_household = page.by_rule(everything), page.by_household(everything)
    assert sum(len(group.findings) for group in by_rule) == len(page.findings)
    assert sum(len(group.findings) for group in by_household) == len(page.findings)
    assert by_rule[0].level == "必改"
    assert [group.title for group in by_household] == ["仇大海", "单秀英"]


def test_a_filter_shows_what_was_asked_for(page, family) -> None:
    musts = page.shown(FindingFilter(levels=frozenset({"必改"})))
    assert musts
    assert {finding.level for finding in musts} == {"必改"}
    of_one = page.shown(FindingFilter(household_id=family.household))
    assert {finding.household_id for finding in of_one} == {family.household}
    assert {finding.head_name for finding in page.shown(FindingFilter(search="大海"))} == {"仇大海"}


def test_a_finding_leads_to_its_field_and_mending_it_makes_it_go(page, sitting) -> None:
    finding = next(one for one in page.findings if one.rule == "ID01" and one.head_name == "仇大海")
    jump = page.target(finding)
    assert (jump.screen, jump.key, jump.person_id) == ("person", "identity_number", finding.person_id)
    with sitting.book.reading() as reading:
        form = RecordEntry(sitting, reading.one(Person, jump.person_id))
    form.answer("identity_number", "990101199001010015")
    page.refresh(jump.household_id)
    assert not any(one.rule == "ID01" for one in page.of_household(jump.household_id))
    assert page.findings[0].head_name == "仇大海"


def test_a_doubt_is_confirmed_with_a_reason_and_then_closed(page, sitting) -> None:
    doubt = next(one for one in page.findings if one.level != "必改")
    page.confirm(doubt, "属实，已入户核对", "2026-09-30")
    after = next(
        one
        for one in page.findings
        if (one.rule, one.person_id, one.household_id) == (doubt.rule, doubt.person_id, doubt.household_id)
    )
    assert after.state == "confirmed"
    assert after not in page.shown(FindingFilter())
    sitting.undo()
    page.refresh(doubt.household_id)
    assert any(
        one.rule == doubt.rule and one.state == "open" for one in page.of_household(doubt.household_id)
    )


def test_a_must_is_mended_and_never_explained(page, sitting) -> None:
    must = next(one for one in page.findings if one.level == "必改")
    doubt = next(one for one in page.findings if one.level != "必改")
    before = state_of(sitting)
    for finding, reason, until, code in (
        (must, "属实", "", "must-be-mended"),
        (doubt, " ", "", "no-reason"),
        (doubt, "属实", "年底", "not-understood"),
    ):
        with pytest.raises(Refusal) as refused:
            page.confirm(finding, reason, until)
        assert refused.value.code == code
    assert state_of(sitting) == before


def test_a_household_that_is_gone_has_no_findings(page, sitting, family) -> None:
    from village_desk.entry.voiding import void

    void(sitting, family.household, "重复建户")
    assert page.refresh(family.household) == []
    assert {finding.head_name for finding in page.findings} == {"仇大海"}
