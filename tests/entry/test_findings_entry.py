"""Findings by rule or household, where they lead, and how a doubt is confirmed."""

from __future__ import annotations

from datetime import date

import pytest

from village_desk.entry.checks.findings_entry import FindingFilter, FindingsEntry
from village_desk.entry.checks.verdicts import Said
from village_desk.entry.operations import set_household, set_person
from village_desk.entry.records.record_entry import RecordEntry
from village_desk.rules.followup_records import Verdict
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


def test_a_verdict_keeps_reason_evidence_expiry_who_and_when(page, sitting, on_disk) -> None:
    doubt = next(one for one in page.findings if one.level != "必改")
    said = Said("在外务工", "外出务工增减", evidence="务工合同，村档案柜", until="2026-01-31")
    done = page.say(doubt, said)
    verdict = on_disk(Verdict, done.id)
    assert (verdict.state, verdict.reason_kind, verdict.reason) == ("属实", "外出务工增减", "在外务工")
    assert (verdict.evidence, verdict.until) == ("务工合同，村档案柜", date(2026, 1, 31))
    assert (verdict.said_by, verdict.said_on) == ("演练员", sitting.today)


def test_the_newest_verdict_holds_and_pending_keeps_a_finding_open(page) -> None:
    doubt = next(one for one in page.findings if one.level != "必改")

    def now():
        return next(
            one for one in page.findings if (one.rule, one.household_id, one.person_id) == _who(doubt)
        )

    page.say(doubt, Said(state="待核"))
    assert (now().state, now().is_pending) == ("open", True)
    page.say(now(), Said(reason_kind="一次性收支"))
    assert (now().state, now().is_pending) == ("confirmed", False)
    page.say(now(), Said("再问", state="待核"))
    assert (now().state, now().is_pending) == ("open", True)


def test_a_reason_from_the_list_is_enough_but_another_one_is_written_out(page, sitting) -> None:
    doubt = next(one for one in page.findings if one.level != "必改")
    for said, code in (
        (Said(reason_kind="其他"), "no-reason"),
        (Said(reason_kind="没有这一条"), "not-understood"),
        (Said("改了", state="已改"), "still-found"),
        (Said("改了", state="算了"), "not-understood"),
    ):
        with pytest.raises(Refusal) as refused:
            page.say(doubt, said)
        assert refused.value.code == code
    assert page.say(doubt, Said(reason_kind="统计口径不同")).is_new


def test_what_was_spoken_of_is_mended_when_no_value_of_it_is_found(page, sitting) -> None:
    finding = next(one for one in page.findings if one.rule == "ID01" and one.head_name == "仇大海")
    page.say(finding, Said("问派出所", state="待核"))
    assert page.fixed == []
    set_person(sitting, "5302", "#1", {"identity_number": "99010119900101001"})
    page.refresh(finding.household_id)
    assert page.fixed == []
    set_person(sitting, "5302", "#1", {"identity_number": "990101199001010015"})
    page.refresh(finding.household_id)
    assert [(one.rule, one.state, one.head_name) for one in page.fixed] == [("ID01", "fixed", "仇大海")]
    assert page.fixed[0].message == page.fixed[0].title
    assert not any(one.state == "fixed" for one in page.shown(FindingFilter()))


def _who(finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.household_id, finding.person_id
