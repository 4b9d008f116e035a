"""The search index finds what a reader sees, and a query can hold anything."""

from __future__ import annotations

import unicodedata

import pytest
import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.search_text import index_text, match_query

# Few characters, so that chance brings near misses and not only texts with nothing in common.
HAN = "支付々"
MIXED = st.text(alphabet=HAN + 'が， -_a1é\x00"㈱', max_size=14)


def found(text: str, *words: str) -> bool:
    connection = sqlcipher3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61')")
        connection.execute("INSERT INTO f(rowid, t) VALUES (1, ?)", (index_text(text),))
        query = match_query(words)
        return bool(connection.execute("SELECT rowid FROM f WHERE f MATCH ?", (query,)).fetchall())
    finally:
        connection.close()


@given(MIXED, st.text(alphabet=HAN, min_size=1, max_size=3))
def test_chinese_is_found_exactly_where_it_is_a_substring(text: str, query: str) -> None:
    assert found(text, query) == (query in unicodedata.normalize("NFKC", text))


@given(MIXED, st.sampled_from(HAN), st.sampled_from(HAN))
def test_characters_that_something_parts_are_not_found_together(
    between: str, first: str, second: str
) -> None:
    text = first + between + second
    assert found(text, first + second) == (first + second in unicodedata.normalize("NFKC", text))


@given(MIXED, st.data())
def test_every_piece_of_a_chinese_run_finds_its_text(text: str, data: st.DataObject) -> None:
    whole = data.draw(st.text(alphabet=HAN, min_size=1, max_size=8))
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    assert found(text + whole, whole[start:end])


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Payment failed", ["pay"], True),
        ("Payment failed", ["FAILED", "payment"], True),
        ("Payment failed", ["ment"], False),
        ("Payment failed", ["pay", "闪退"], False),
        ("ＡＢＣ１２", ["abc12"], True),
        ("Straße", ["STRASSE"], True),
        ("灰度 20%", ["灰度20"], True),
        ("灰度20%", ["度2"], True),
        ("iOS支付失败", ["ios支付"], True),
        ("支付，失败", ["付失"], False),
        ("支付 失败", ["支付 失败"], True),
        ("foo-bar.baz", ["bar.ba"], True),
        ("𠮷野家", ["𠮷野"], True),
    ],
)
def test_examples(text: str, words: list[str], expected: bool) -> None:
    assert found(text, *words) is expected


@pytest.mark.parametrize("words", [[], [""], ["，。！"], ["*", '"', "%_^"], ["\x00"], ["\ue000"]])
def test_a_query_without_letters_restricts_nothing(words: list[str]) -> None:
    assert match_query(words) == ""


@pytest.mark.parametrize(
    "word", ["a OR b", "NEAR(a b)", 't:"a"', "a AND NOT b", "a*", "(a", "^a", "a\x00b", "'; --a"]
)
def test_operators_are_text(word: str) -> None:
    assert found(word, word)
    assert not found("nothing of the kind", word)


@given(st.text(max_size=12))
def test_any_query_is_valid(word: str) -> None:
    if match_query([word]):
        found("支付 a", word)
