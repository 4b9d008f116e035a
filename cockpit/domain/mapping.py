"""How a file's columns and values become ours: records, guesses, questions and their answers.

An import declares its fields, guesses a mapping or takes one from MAP.json or from what is
remembered, asks what is open, and then reads every cell with `read_cell`.
"""

from __future__ import annotations

from cockpit.domain.mapping_column import Question
from cockpit.domain.mapping_guess import guess, match_choice, name_score, suggest_choice
from cockpit.domain.mapping_questions import answered, questions
from cockpit.domain.mapping_records import (
    Choice,
    Field,
    FieldKind,
    Mapping,
    check_mapping,
    header_signature,
)
from cockpit.domain.mapping_values import raw_text, read_cell

__all__ = [
    "Choice",
    "Field",
    "FieldKind",
    "Mapping",
    "Question",
    "answered",
    "check_mapping",
    "guess",
    "header_signature",
    "match_choice",
    "name_score",
    "questions",
    "raw_text",
    "read_cell",
    "suggest_choice",
]
