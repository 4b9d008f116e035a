"""The one function that makes text searchable, and the one that makes a query of typed words.

Each CJK character is a token of its own and a run of them is asked for as a phrase, so one- and
two-character words are found wherever they stand. Latin words are folded and found by their
beginning. A space or mark between two CJK characters is a token too (`GAP`), so 付失 does not find
支付，失败; between a CJK character and a Latin word it is not, so 灰度20 finds 灰度 20%.

Marks are not searchable: a query made only of marks gives "", which restricts nothing. The index
is an FTS5 table with the tokenizer `unicode61`; raise `VERSION` with every change here, so that
it is rebuilt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

VERSION: Final = 1

# A private character: unicode61 takes it for a letter, and no text can bring it in.
GAP: Final = "\ue000"

_CJK: Final = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_TOKEN: Final = re.compile(f"([{_CJK}])|([^\\W_{_CJK}]+)")


def index_text(text: str) -> str:
    """The tokens of a text, separated by spaces, as they are put into the index."""
    return " ".join(_tokens(text))


def match_query(words: Sequence[str]) -> str:
    """An FTS5 query for texts that hold every word; "" when there is nothing to ask for."""
    phrases = (_tokens(word) for word in words)
    return " AND ".join(_phrase(tokens) for tokens in phrases if tokens)


def _phrase(tokens: list[str]) -> str:
    # Tokens hold letters and digits only, so nothing in them can be FTS5 syntax.
    prefix = "" if _is_cjk(tokens[-1]) else "*"
    return f'"{" ".join(tokens)}"{prefix}'


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    tokens: list[str] = []
    previous_end = -1
    for match in _TOKEN.finditer(folded):
        token = match[0]
        apart = 0 <= previous_end < match.start()
        if apart and _is_cjk(token) and _is_cjk(tokens[-1]):
            tokens.append(GAP)
        tokens.append(token)
        previous_end = match.end()
    return tokens


def _is_cjk(token: str) -> bool:
    return re.match(f"[{_CJK}]", token) is not None
