"""Long work: its outcome comes on the window's thread, once, and stopping leaves nothing half-done."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from village_desk.desk.job_bar import JobBar
from village_desk.desk.jobs import CancelledJobError, cancel_all, in_background, is_any_under_way


@pytest.fixture
def heard(qtbot):
    class Heard:
        def __init__(self):
            self.outcomes, self.failures, self.threads = [], [], []

        def then(self, outcome):
            self.threads.append(threading.current_thread())
            self.outcomes.append(outcome)

        def otherwise(self, error):
            self.threads.append(threading.current_thread())
            self.failures.append(error)

        def wait(self):
            qtbot.waitUntil(lambda: bool(self.outcomes or self.failures))

    return Heard()


def test_the_outcome_is_delivered_on_the_windows_thread(qapp, heard):
    worked = []
    in_background(lambda _: worked.append(threading.current_thread()) or 42, heard.then, heard.otherwise)
    heard.wait()
    assert (heard.outcomes, heard.failures) == ([42], [])
    assert heard.threads == [threading.main_thread()]
    assert worked[0] is not threading.main_thread()
    assert not is_any_under_way()


def test_a_failure_is_told_and_not_lost(qapp, heard):
    def fail(_):
        raise OSError("盘满了")

    in_background(fail, heard.then, heard.otherwise)
    heard.wait()
    assert heard.outcomes == []
    assert isinstance(heard.failures[0], OSError)
    assert heard.threads == [threading.main_thread()]


def test_cancel_stops_between_two_pieces(qapp, qtbot, heard):
    bar = JobBar()
    qtbot.addWidget(bar)
    begun, go_on = threading.Event(), threading.Event()
    done = []

    def work(progress):
        progress.expect(3)
        for piece in range(3):
            begun.set()
            go_on.wait(10)
            progress.check()
            done.append(piece)
            progress.step()

    in_background(work, heard.then, heard.otherwise, title="正在导出", bar=bar)
    assert begun.wait(10)
    bar.show()
    QTest.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    go_on.set()
    heard.wait()
    assert isinstance(heard.failures[0], CancelledJobError)
    assert done == []
    qtbot.waitUntil(bar.isHidden)


def test_the_bar_counts_and_says_how_long_still(qapp, qtbot):
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.begin("正在导出")
    bar.show_progress(30, 120, 9)
    assert (bar.title.text(), bar.count.text(), bar.left.text()) == ("正在导出", "30 / 120", "约 9 秒")
    bar.show_progress(30, 120, 180)
    assert bar.left.text() == "约 3 分钟"
    bar.end()
    assert bar.isHidden()


def test_short_work_shows_no_bar(qapp, qtbot, heard):
    bar = JobBar()
    qtbot.addWidget(bar)
    in_background(lambda _: 1, heard.then, heard.otherwise, bar=bar)
    heard.wait()
    qtbot.waitUntil(lambda: not bar._patience.isActive())
    assert bar.isHidden()


def test_closing_asks_every_job_to_stop_and_waits(qapp, heard):
    begun = threading.Event()

    def work(progress):
        begun.set()
        while not progress.is_cancelled:
            pass
        progress.check()

    in_background(work, heard.then, heard.otherwise)
    assert begun.wait(10)
    assert cancel_all(10_000)
    heard.wait()
    assert isinstance(heard.failures[0], CancelledJobError)
