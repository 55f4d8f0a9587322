"""What the desk says of an import of records beside the ledger."""

from __future__ import annotations

from datetime import date

from village_desk.entry.imported import change_rows, new_counts
from village_desk.entry.sitting import Sitting
from village_desk.rules.livelihood_records import Training
from village_desk.rules.months import Month
from village_desk.rules.records import Household, Person
from village_desk.rules.support_records import WorkSpell
from village_desk.store.ids import new_id
from village_desk.store.journal import Deed

CODE = "990101001001"


def test_records_are_counted_by_their_kind():
    spells = [WorkSpell(new_id(), CODE, "h") for _ in range(2)]
    assert new_counts([*spells, Training(new_id(), CODE, "h")]) == "2 条务工、1 条技能培训"


def test_a_changed_record_is_named_by_its_member_with_its_answers_as_the_screen_writes_them(book):
    home = Household(new_id(), CODE, number="5301", head_name="单秀英")
    head = Person(new_id(), CODE, home.id, 1, name="单秀英")
    spell = WorkSpell(new_id(), CODE, home.id, head.id, started=Month(202503))
    with book.changing(Deed("import", "演练员")) as change:
        change.insert_many((home, head, spell))
    sitting = Sitting(book, "演练员", date(2025, 7, 10))
    (row,) = change_rows(sitting, [(WorkSpell, spell.id, {"ended": None}, {"ended": 202506})])
    assert (row.whose, row.label, row.before, row.after) == (
        "单秀英（单秀英）",
        "务工结束时间",
        "",
        "2025-06",
    )
