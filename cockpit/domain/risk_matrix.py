"""The matrix by which risks are judged, as data: labels, the level of every cell, the appetite.

Rows are likelihood 1 to 5, columns impact 1 to 5. The score is likelihood times impact. A matrix
cannot rank risks as money would (Cox 2008, “What's wrong with risk matrices?”): it sorts them for
attention, so exact exposure is always shown beside it and scores are never averaged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cockpit.domain.errors import UserError
from cockpit.i18n import _

SIZE: Final = 5
FORMULA: Final = "likelihood*impact"
# The workspace setting that holds the matrix as JSON.
SETTING: Final = "risk_matrix"


class RiskLevel(StrEnum):
    """How much attention a risk asks for, from least to most."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return list(RiskLevel).index(self)


_LETTERS: Final = {level.value[0].upper(): level for level in RiskLevel}
Labels = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMatrix:
    """Levels by likelihood and impact, and where appetite ends.

    `levels[l - 1][i - 1]` is the level of likelihood l and impact i. `appetite[l - 1]` is the
    highest impact that is still taken at likelihood l, 0 for none; it never rises with likelihood,
    so its edge is a stair. `review_days` says after how many days each level is looked at again.
    Labels are by language, each from 1 to 5.
    """

    levels: tuple[tuple[RiskLevel, ...], ...]
    appetite: tuple[int, ...]
    likelihood: Labels
    impact: Labels
    review_days: Mapping[RiskLevel, int]

    def score(self, likelihood: int, impact: int) -> int:
        """Return likelihood times impact, 1 to 25."""
        return likelihood * impact

    def level(self, likelihood: int, impact: int) -> RiskLevel:
        """Return the level of a cell."""
        return self.levels[likelihood - 1][impact - 1]

    def beyond(self, likelihood: int, impact: int) -> bool:
        """Tell whether a cell is more than is willingly taken."""
        return impact > self.appetite[likelihood - 1]

    def label(self, axis: str, value: int, language: str) -> str:
        """Return the word of a step of an axis, "likelihood" or "impact"."""
        labels: Labels = self.likelihood if axis == "likelihood" else self.impact
        return labels.get(language, labels["en"])[value - 1]

    def cells(self, level: RiskLevel) -> list[tuple[int, int]]:
        """Return the cells of a level as (likelihood, impact)."""
        return [cell for cell in CELLS if self.level(*cell) is level]

    def cells_beyond(self) -> list[tuple[int, int]]:
        """Return the cells beyond appetite as (likelihood, impact)."""
        return [cell for cell in CELLS if self.beyond(*cell)]


CELLS: Final = [(row, column) for row in range(1, SIZE + 1) for column in range(1, SIZE + 1)]

# Bands of the score 1–4, 5–9, 10–14, 15–25; what scores 12 or more is beyond appetite.
DEFAULT_TEXT: Final = json.dumps(
    {
        "version": 1,
        "score": FORMULA,
        "levels": ["LLLLM", "LLMMH", "LMMHC", "LMHCC", "MHCCC"],
        "appetite": [5, 5, 3, 2, 2],
        "review_days": {"low": 90, "medium": 30, "high": 14, "critical": 7},
        "likelihood": {
            "en": ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"],
            "zh": ["罕见", "不太可能", "可能", "很可能", "几乎必然"],
        },
        "impact": {
            "en": ["Minor", "Small", "Medium", "Major", "Severe"],
            "zh": ["轻微", "较小", "中等", "重大", "严重"],
        },
    },
    ensure_ascii=False,
)


def read_matrix(text: str) -> RiskMatrix:
    """Return the matrix that a setting describes, the built-in one for an empty text.

    Raises UserError saying what is wrong with it.
    """
    try:
        found = json.loads(text or DEFAULT_TEXT)
        _check(isinstance(found, dict), _("it is no JSON object"))
        _check(found.get("score") == FORMULA, _("its score has to be likelihood*impact"))
        levels = tuple(tuple(_LETTERS[letter] for letter in row) for row in found["levels"])
        appetite = tuple(found["appetite"])
        matrix = RiskMatrix(
            levels=levels,
            appetite=appetite,
            likelihood=_labels(found["likelihood"]),
            impact=_labels(found["impact"]),
            review_days={level: _days(found["review_days"][level.value]) for level in RiskLevel},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(_("{part} is missing or wrong").format(part=error)) from error
    _check([len(row) for row in levels] == [SIZE] * SIZE, _("it needs 5 rows of 5 levels"))
    _check(_rises(levels), _("a level must not fall as likelihood or impact rise"))
    steps = all(type(step) is int and 0 <= step <= SIZE for step in appetite)
    _check(steps and len(appetite) == SIZE, _("appetite needs five numbers from 0 to 5"))
    _check(list(appetite) == sorted(appetite, reverse=True), _("appetite must not rise"))
    return matrix


def matrix_text(matrix: RiskMatrix) -> str:
    """Return the setting that describes a matrix."""
    rows = ["".join(level.value[0].upper() for level in row) for row in matrix.levels]
    return json.dumps(
        {
            "version": 1,
            "score": FORMULA,
            "levels": rows,
            "appetite": list(matrix.appetite),
            "review_days": {level.value: matrix.review_days[level] for level in RiskLevel},
            "likelihood": {key: list(words) for key, words in matrix.likelihood.items()},
            "impact": {key: list(words) for key, words in matrix.impact.items()},
        },
        ensure_ascii=False,
    )


def _labels(found: Any) -> Labels:
    labels = {str(key): tuple(str(word) for word in words) for key, words in found.items()}
    right = "en" in labels and all(len(words) == SIZE for words in labels.values())
    _check(right, _("it needs five English labels an axis"))
    return labels


def _days(found: Any) -> int:
    _check(type(found) is int and found > 0, _("review days are whole numbers above 0"))
    return int(found)


def _rises(levels: tuple[tuple[RiskLevel, ...], ...]) -> bool:
    ranks = [[level.rank for level in row] for row in levels]
    columns = [list(column) for column in zip(*ranks, strict=True)]
    return all(line == sorted(line) for line in (*ranks, *columns))


def _check(right: bool, wrong: str) -> None:
    if not right:
        raise _refused(wrong)


def _refused(wrong: str) -> UserError:
    return UserError(_("The risk matrix cannot be used: {wrong}.").format(wrong=wrong))
