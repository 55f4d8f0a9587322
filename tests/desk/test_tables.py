"""Lists: what stays in sight, what Enter opens, how figures stand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.desk.parts.list_view import ListView
from village_desk.desk.parts.tables import Column, ListModel

COLUMNS = (
    Column("head", "户主"),
    Column("group", "村民小组"),
    Column("wages", "工资性收入", "元", is_figure=True, width=30),
    Column("net", "纯收入", "元", is_figure=True, width=30),
)
ROWS = [("赵小满", "1组", 500, 30), ("钱谷雨", "2组", None, 10), ("孙立夏", "1组", 0, 20)]
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


def text_of(row, key):
    value = row[PLACES[key]]
    return "" if value is None else str(value)


@pytest.fixture
def view(qapp, qtbot):
    model = ListModel(COLUMNS, text_of, lambda row, key: row[PLACES[key]])
    model.set_rows(ROWS)
    made = ListView(model)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    return made


def test_the_first_row_is_in_hand_when_the_cursor_comes_in(view):
    assert view.row_in_hand == 0


def test_arrows_walk_and_enter_opens(view, qtbot):
    QTest.keyClick(view.body, Qt.Key.Key_Down)
    assert view.row_in_hand == 1
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.body, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_the_first_column_stays_while_the_rest_moves_sideways(view):
    bar = view.body.horizontalScrollBar()
    assert bar.maximum() > 0
    before = view.side.columnViewportPosition(0)
    bar.setValue(bar.maximum())
    assert view.side.columnViewportPosition(0) == before
    assert view.top.horizontalScrollBar().value() == bar.value()
    assert view.body.isColumnHidden(0)
    assert not view.side.isColumnHidden(0)


def test_both_halves_show_the_same_rows(qapp, view):
    view.model.set_rows(ROWS * 50)
    qapp.processEvents()
    view.take(120)
    assert view.side.rowAt(5) == view.body.rowAt(5)
    assert view.side.selectionModel() is view.body.selectionModel()


def test_sums_stay_on_top_of_the_list(qapp, view):
    view.model.set_sums({"head": "合计", "net": "60"})
    qapp.processEvents()
    assert view.sums.rowCount() == 1
    assert view.sums.index(0, 3).data() == "60"
    assert view.sums.index(0, 2).data() == ""
    assert view.top.height() == view.corner.height() == 2 * view.body.rowHeight(0)
    view.model.set_sums({})
    assert view.sums.rowCount() == 0


def test_figures_stand_to_the_right_under_their_unit(view):
    assert view.model.headerData(2, Qt.Orientation.Horizontal) == "工资性收入（元）"
    side = view.model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
    assert side & int(Qt.AlignmentFlag.AlignRight)


def test_what_is_missing_comes_last_whichever_way_one_sorts(view):
    view.model.sort(2)
    assert [row[2] for row in view.model.rows] == [0, 500, None]
    view.model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row[2] for row in view.model.rows] == [500, 0, None]


def test_a_heading_sorts_and_sorts_the_other_way(view):
    view.top.horizontalHeader().sectionClicked.emit(3)
    assert [row[3] for row in view.model.rows] == [10, 20, 30]
    view.top.horizontalHeader().sectionClicked.emit(3)
    assert [row[3] for row in view.model.rows] == [30, 20, 10]


def test_the_record_in_hand_stays_in_hand_when_the_list_is_sorted(view):
    view.take(1)
    view.top.horizontalHeader().sectionClicked.emit(3)
    assert view.model.row(view.row_in_hand)[0] == "钱谷雨"


def test_rows_are_as_high_as_the_tokens_say(view):
    assert view.body.rowHeight(0) == 32


def test_headings_are_never_cut_off(view):
    for place, column in enumerate(COLUMNS):
        table = view.corner if place == 0 else view.top
        metrics = table.horizontalHeader().fontMetrics()
        assert table.columnWidth(place) >= metrics.horizontalAdvance(column.heading) + 22
