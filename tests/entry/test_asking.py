"""Questions by the key of their words, and answers written down beforehand."""

from pathlib import Path

import pytest

from village_desk.entry.asking import UnexpectedQuestionError, WrittenAsker, grave_question, question


def test_a_question_is_worded_by_its_key():
    assert question("frame.saved", time="14:32").text == "已保存 14:32"


def test_a_question_without_a_word_for_its_deed_says_agreed():
    assert question("frame.program").agreement == "确定"


def test_only_a_grave_question_destroys():
    assert grave_question("frame.program").is_destructive
    assert not question("frame.program").is_destructive


def test_answers_come_in_the_order_they_were_written():
    asker = WrittenAsker(True, "乙", "2025", Path("a.xlsx"), None)
    asked = question("frame.program")
    assert asker.confirm(asked)
    assert asker.choose(asked, ["甲", "乙"]) == 1
    assert asker.ask_text(asked) == "2025"
    assert asker.choose_file_to_open(asked, []) == Path("a.xlsx")
    assert asker.choose_folder(asked) is None
    assert asker.heard == ["frame.program"] * 5


def test_an_unexpected_question_is_a_mistake():
    with pytest.raises(UnexpectedQuestionError):
        WrittenAsker().confirm(question("frame.program"))


def test_telling_needs_no_answer():
    asker = WrittenAsker()
    asker.tell(question("frame.program"))
    assert asker.heard == ["frame.program"]
