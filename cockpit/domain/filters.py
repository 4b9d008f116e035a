"""Read a line of filters: `status:open label:支付 due:<7d -assignee:me 闪退`.

A term is `field:value`; a minus in front turns it round; the colon may be full-width, and fields
and values may be Chinese (标签:支付 期限:<7d). Quotes hold a value with spaces together. Everything
else is a word to search for. What cannot be read becomes a `FilterProblem`, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from cockpit.domain.filter_dates import read_day
from cockpit.domain.filter_words import CHOICES, FIELDS
from cockpit.i18n import _

Operator = Literal["=", "<", "<=", ">", ">="]

_DAY_FIELDS: Final = frozenset({"due", "created", "updated"})
_TERM: Final = re.compile(
    r"""(?P<minus>[-－](?=\S))?
        (?:(?P<field>[^\W\d_]\w*)[:：](?!//))?
        (?P<operator>(?:[<>＜＞]=?|[≤≥=])(?=\S))?
        (?P<value>"[^"]*"?|“[^”]*”?|「[^」]*」?|\S*)""",
    re.VERBOSE,
)
_OPERATORS: Final = {"＜": "<", "＞": ">", "≤": "<=", "≥": ">="}
_QUOTES: Final = '"“”「」'


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """One condition; `field` and a fixed `value` are the English words whatever was typed."""

    field: str
    op: Operator
    value: str
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """A stretch of the line that says nothing, and why."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show: every term and every word must hold."""

    terms: tuple[FilterTerm, ...] = ()
    words: tuple[str, ...] = ()
    problems: tuple[FilterProblem, ...] = ()


Reader = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields that a kind of item can be filtered by.

    `fields` maps every word for a field, folded, to the field's one name. `readers` turn what was
    typed into the value it stands for, None when it fits nothing; a field without one takes any
    text. Only fields in `compared` may stand with <, <=, > and >=.
    """

    fields: Mapping[str, str]
    readers: Mapping[str, Reader]
    compared: frozenset[str]


def parse_filter(text: str, vocabulary: Vocabulary | None = None) -> Filter:
    """Read a line, of tasks unless another vocabulary is given.

    What is understood counts even beside something that is not.
    """
    vocabulary = vocabulary or TASKS
    terms: list[FilterTerm] = []
    words: list[str] = []
    problems: list[FilterProblem] = []
    position = 0
    while position < len(text):
        match = None if text[position].isspace() else _TERM.match(text, position)
        if match is None or match.end() == position:
            position += 1
            continue
        position = match.end()
        read = _read(match, vocabulary)
        if isinstance(read, FilterTerm):
            terms.append(read)
        elif isinstance(read, FilterProblem):
            problems.append(read)
        elif read:
            words.append(read)
    return Filter(tuple(terms), tuple(words), tuple(problems))


def _read(match: re.Match[str], vocabulary: Vocabulary) -> FilterTerm | FilterProblem | str:
    typed = match["field"]
    if typed is None:
        return _word(match)
    value = match["value"].strip(_QUOTES).strip()
    field = vocabulary.fields.get(typed.casefold())
    if field is None:
        return _problem(match, _("There is no field “{field}”.").format(field=typed))
    if not value:
        return _problem(match, _("“{field}:” needs a value.").format(field=typed))
    sign = match["operator"]
    if sign and field not in vocabulary.compared:
        return _problem(match, _("“{field}” cannot be compared.").format(field=typed))
    reader = vocabulary.readers.get(field)
    canonical = reader(value) if reader else value
    if canonical is None:
        message = _("“{value}” does not fit “{field}”.").format(value=value, field=typed)
        return _problem(match, message)
    if sign and sign != "=" and canonical in ("none", "overdue"):
        return _problem(match, _("“{value}” cannot be compared.").format(value=value))
    return FilterTerm(
        field, _operator(sign), canonical, match["minus"] is not None, match.start(), match.end()
    )


def _word(match: re.Match[str]) -> FilterProblem | str:
    value = match["value"]
    word = (match["operator"] or "") + value.strip(_QUOTES).strip()
    if match["minus"] is None:
        return word
    if word.isdecimal():
        return match[0]  # A negative number is a word, not an exclusion.
    return _problem(match, _("Only a field can be excluded, as in “-label:…”."))


def _problem(match: re.Match[str], message: str) -> FilterProblem:
    return FilterProblem(message, match.start(), match.end())


def _operator(sign: str | None) -> Operator:
    if not sign:
        return "="
    return cast(Operator, "".join(_OPERATORS.get(c, c) for c in sign))


def choice(words: Mapping[str, str]) -> Reader:
    """Return the reader of a field whose values are a fixed set of words."""
    return lambda value: words.get(value.casefold())


def _assignee(value: str) -> str:
    """`me` and `none` whatever the language; any other value is somebody's name."""
    return CHOICES["assignee"].get(value.casefold(), value)


TASKS: Final = Vocabulary(
    FIELDS,
    {
        **{f: choice(CHOICES[f]) for f in ("status", "priority", "stage", "is", "has")},
        **dict.fromkeys(_DAY_FIELDS, read_day),
        "assignee": _assignee,
    },
    _DAY_FIELDS | {"priority"},
)
