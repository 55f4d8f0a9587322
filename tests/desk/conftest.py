"""The desk's tests draw without a screen, in the program's own look."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from village_desk.desk.look import TextSize, dress, resize_text, text_size


@pytest.fixture(scope="session")
def qapp():
    application = QApplication.instance() or QApplication([])
    dress(application)
    return application


@pytest.fixture(autouse=True)
def swept(qapp):
    """Windows of earlier tests are really gone: each would be styled anew at every change of text size."""
    yield
    for window in qapp.topLevelWidgets():
        window.hide()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dressed(qapp):
    """Gives the application and brings the text size back afterwards."""
    yield qapp
    if text_size() is not TextSize.STANDARD:
        resize_text(qapp, TextSize.STANDARD)
