"""The desk's tests draw without a screen, in the program's own look."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from village_desk.desk.look import TextSize, dress, resize_text


@pytest.fixture(scope="session")
def qapp():
    application = QApplication.instance() or QApplication([])
    dress(application)
    return application


@pytest.fixture
def dressed(qapp):
    """Gives the application and brings the text size back afterwards."""
    yield qapp
    resize_text(qapp, TextSize.STANDARD)
