"""Text of strangers is painted so that nothing in it hides or turns the line round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.plain_text import shown, shown_line


def test_what_turns_the_line_round_is_written_out() -> None:
    assert shown("pay\u202eexe.gpj") == "pay[RLO]exe.gpj"
    assert shown("\u2066a\u2069 \u200f") == "[LRI]a[PDI] [RLM]"


def test_control_characters_are_seen_and_line_breaks_are_one() -> None:
    assert shown("a\x00b\x1b[31mc\x7f") == "a[00]b[1B][31mc[7F]"
    assert shown("1\r\n2\r3\u20284\x0b5") == "1\n2\n3\n4\n5"
    assert shown("a\tb") == "a\tb"


def test_what_has_no_width_is_left_out_and_joiners_stay() -> None:
    assert shown("支\u200b付\ufeff") == "支付"
    assert shown("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert shown("x\U000e0041\U000e0042") == "x"


def test_marks_pile_up_no_higher_than_two() -> None:
    assert shown("e" + "\u0301" * 40 + "f") == "e\u0301\u0301f"


def test_markup_is_text_and_lone_surrogates_do_no_harm() -> None:
    assert shown("<b onclick=x>&amp;</b>") == "<b onclick=x>&amp;</b>"
    assert shown("a\ud800b") == "a\ufffdb"


def test_one_line() -> None:
    assert shown_line(" a\n\n b\t\x00 ") == "a b [00]"


@given(st.text())
def test_nothing_dangerous_is_left_whatever_comes_in(text: str) -> None:
    safe = shown(text)
    assert not set(safe) & set("\x00\x07\x1b\x7f\u202e\u2066\u200f\ufeff\u200b\r")
    assert shown(safe) == safe
