"""The township's answer comes back on the stick: what it asks becomes problems that close when answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Invented
from tests.server import Server
from village_desk.entry.checks.problem_entry import close_problem
from village_desk.entry.sitting import Sitting
from village_desk.exchange.packages.inquiries import ask, open_inquiries
from village_desk.exchange.packages.matrix import Coming, matrix_of
from village_desk.exchange.packages.receipts import Opened, open_receipt
from village_desk.exchange.packages.returning import Returned, packages_to_answer, write_return
from village_desk.rules.exchange_records import Package
from village_desk.rules.followup_records import Problem
from village_desk.rules.months import YearMode
from village_desk.rules.refusals import Refusal
from village_desk.store.dump import dump_hash
from village_desk.store.journal import Deed
from village_desk.store.verify import verify

from .partners import QUARTER, TODAY, Partners, make_partners, put

pytestmark = pytest.mark.both_engines

TWICE = Invented("x").identity_number()


@pytest.fixture
def partners(tmp_path: Path, server: Server | None) -> Iterator[Partners]:
    """Two villages that keep the same person; the first also has a family with findings."""
    made = make_partners(tmp_path, server=server)
    for number, book in enumerate(made.villages):
        people = Invented(book.village.code, seed=number)
        household = people.household()
        put(book, [household, people.person(household, identity_number=TWICE), *people.family()])
    yield made
    made.close()


def answered(partners: Partners, village: int = 0) -> Returned:
    with partners.town.reading() as reading:
        (package,) = packages_to_answer(reading, partners.villages[village].village.code)
    return write_return(partners.town, package, partners.stick, "乡镇", TODAY)


def opened(partners: Partners, path: Path, village: int = 0) -> Opened:
    return open_receipt(partners.villages[village], path, "村里", TODAY)


def problems(partners: Partners) -> list[Problem]:
    with partners.villages[0].reading() as reading:
        return reading.all(Problem)


def refused(partners: Partners, path: Path, village: int = 0) -> str:
    before = dump_hash(partners.villages[village])
    with pytest.raises(Refusal) as caught:
        opened(partners, path, village)
    assert dump_hash(partners.villages[village]) == before
    return caught.value.code


@pytest.fixture
def returned(partners: Partners) -> Returned:
    for village in (0, 1):
        partners.merge(partners.pack(village).path)
    return answered(partners)


def test_the_receipt_says_when_and_how_much_and_asks_what_the_checks_found(
    partners: Partners, returned: Returned
) -> None:
    receipt = returned.receipt
    assert (receipt.sequence, receipt.period, receipt.households, receipt.persons) == (1, "2025Q2", 2, 4)
    assert receipt.questions > 0
    taken = opened(partners, returned.path)
    assert (taken.asked, taken.known) == (receipt.questions, 0)
    asked = problems(partners)
    assert {one.source for one in asked} == {"乡镇检查"}
    assert all(one.due_on is not None and one.found_by == "九曲镇" for one in asked)
    with partners.villages[0].reading() as reading:
        (sent,) = reading.all(Package)
    assert (sent.received_on, sent.answered_on, sent.questions) == (TODAY, TODAY, receipt.questions)
    assert verify(partners.villages[0]).problems == ()


def test_who_is_kept_by_two_villages_is_asked_about_without_what_the_other_keeps(
    partners: Partners, returned: Returned
) -> None:
    opened(partners, returned.path)
    (kept,) = [one for one in problems(partners) if partners.villages[1].village.code in (one.title or "")]
    with partners.villages[0].reading() as reading:
        assert kept.household_id in reading.ids(type(reading.household("0001")))  # type: ignore[arg-type]
    assert "0001" not in (kept.title or "")


def test_the_same_ticket_again_and_the_same_question_again_change_nothing(
    partners: Partners, returned: Returned
) -> None:
    opened(partners, returned.path)
    before = dump_hash(partners.villages[0])
    assert opened(partners, returned.path).asked == 0
    assert dump_hash(partners.villages[0]) == before
    partners.merge(partners.pack().path)
    again = opened(partners, answered(partners).path)
    assert (again.asked, again.known) == (0, returned.receipt.questions)


def test_a_question_closes_only_with_an_answer_and_the_answer_travels_back(
    partners: Partners, returned: Returned
) -> None:
    opened(partners, returned.path)
    sitting = Sitting(partners.villages[0], "村里", TODAY)
    problem = problems(partners)[0]
    with pytest.raises(Refusal):
        close_problem(sitting, problem, "", "")
    close_problem(sitting, problem, "属实", "已上门核实")
    partners.merge(partners.pack().path)
    with partners.town.reading() as reading:
        (back,) = [one for one in reading.all(Problem) if one.id == problem.id]
    assert (back.answer, back.done, back.closed_on) == ("属实", "已上门核实", TODAY)


def test_a_voided_question_is_not_asked_anew(partners: Partners, returned: Returned) -> None:
    opened(partners, returned.path)
    problem = problems(partners)[0]
    with partners.villages[0].changing(Deed("voided", "村里", "问错了")) as change:
        change.void(Problem, problem.id)
    assert opened(partners, returned.path).asked == 0


def test_a_ticket_for_another_village_or_of_no_package_is_refused(
    partners: Partners, returned: Returned
) -> None:
    assert refused(partners, returned.path, village=1) == "package-for-another"
    partners.merge(partners.pack().path)
    with partners.villages[0].changing(Deed("package-not-written", "村里")) as change:
        for package in change.all(Package):
            change.void(Package, package.id)
    assert refused(partners, answered(partners).path) == "receipt-of-no-package"


def test_a_changed_ticket_and_a_package_in_its_place_are_refused(
    partners: Partners, returned: Returned
) -> None:
    content = bytearray(returned.path.read_bytes())
    content[-1] ^= 1
    forged = partners.stick / "改过.xch"
    forged.write_bytes(content)
    assert refused(partners, forged) == "package-damaged"
    assert refused(partners, partners.pack().path) == "package-wrong-kind"


def test_opening_a_ticket_can_be_undone_whole(partners: Partners, returned: Returned) -> None:
    before = dump_hash(partners.villages[0])
    opened(partners, returned.path)
    assert partners.villages[0].undo("村里")
    assert dump_hash(partners.villages[0]) == before


def test_what_a_person_asks_goes_out_until_the_village_has_answered(partners: Partners) -> None:
    code = partners.villages[0].village.code
    with pytest.raises(Refusal):
        ask(partners.town, code, "", "收到没有？", "乡镇", TODAY)
    partners.merge(partners.pack().path)
    for household, text in (("", "  "), ("没有这户", "房子修好没有？")):
        with pytest.raises(Refusal):
            ask(partners.town, code, household, text, "乡镇", TODAY)
    inquiry = ask(partners.town, code, "0001", "房子修好没有？", "乡镇", TODAY)
    opened(partners, answered(partners).path)
    (problem,) = [one for one in problems(partners) if one.id == inquiry.id]
    with partners.villages[0].reading() as reading:
        household = reading.household("0001")
    assert household is not None
    assert (problem.title, problem.household_id) == ("房子修好没有？", household.id)
    close_problem(Sitting(partners.villages[0], "村里", TODAY), problem, "属实", "修好了")
    partners.merge(partners.pack().path)
    with partners.town.reading() as reading:
        assert list(open_inquiries(reading, code)) == []


def test_the_matrix_tells_awaited_late_received_and_checked(partners: Partners) -> None:
    def comings(today: date) -> list[Coming]:
        with partners.town.reading() as reading:
            matrix = matrix_of(reading, 2025, YearMode.INCOME_YEAR, today)
        return [row.cells[QUARTER.number - 1].coming for row in matrix.rows]

    assert comings(date(2025, 5, 1)) == [Coming.AWAITED] * 2
    assert comings(date(2025, 5, 2)) == [Coming.LATE] * 2
    partners.merge(partners.pack().path)
    assert comings(date(2025, 5, 2)) == [Coming.RECEIVED, Coming.LATE]
    answered(partners)
    assert comings(date(2025, 5, 2)) == [Coming.CHECKED, Coming.LATE]
    partners.merge(partners.pack().path)
    assert comings(TODAY) == [Coming.RECEIVED, Coming.AWAITED]
