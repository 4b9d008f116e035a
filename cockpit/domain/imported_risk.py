"""A risk as a file describes it, before it is merged; what the file does not say is absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cockpit.domain.item import FieldType
from cockpit.domain.risk import AssessmentTier


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRisk:
    """One row of a register.

    `key` is the file's own id, or the title where it has none; `own_id` is ours in a file that we
    wrote. `fields` are those of `Risk` that the row fills, `owner` a name ("" for nobody, None
    when there is no such column). `judged` has, by tier, the fields of `RiskAssessment` that the
    row fills. `extra` are columns kept as custom fields.
    """

    key: str
    title: str
    own_id: str = ""
    owner: str | None = None
    raised_on: date | None = None
    fields: Mapping[str, Any]
    judged: Mapping[AssessmentTier, Mapping[str, Any]]
    extra: Mapping[str, tuple[FieldType, str | float | date]]
