"""Mappings are remembered by the shape of the file."""

from __future__ import annotations

from cockpit.domain.mapping import Mapping
from cockpit.services.mappings import recall, remember


class Settings:
    """Workspace settings in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def setting(self, key: str, default: str = "") -> str:
        return self.kept.get(key, default)

    def set_setting(self, key: str, value: str) -> None:
        self.kept[key] = value


MAPPING = Mapping(
    kind="risk",
    columns={"Name": "title", "Level": "likelihood", "Note": ""},
    values={"likelihood": {"High": "4"}},
    options={"zone": "Asia/Shanghai"},
)
COLUMNS = ("Name", "Level", "Note")


def test_a_mapping_is_recalled_for_the_same_header() -> None:
    settings = Settings()
    assert recall(settings, "risk", COLUMNS) is None
    remember(settings, MAPPING, COLUMNS)
    assert recall(settings, "risk", COLUMNS) == MAPPING
    assert recall(settings, "feedback", COLUMNS) is None
    assert recall(settings, "risk", ("Name", "Level")) is None


def test_the_order_of_the_columns_is_the_files() -> None:
    settings = Settings()
    remember(settings, MAPPING, COLUMNS)
    recalled = recall(settings, "risk", ("Note", "Level", "Name"))
    assert recalled is not None
    assert list(recalled.columns.items()) == [
        ("Note", ""),
        ("Level", "likelihood"),
        ("Name", "title"),
    ]


def test_the_last_mapping_is_the_one_that_is_kept() -> None:
    settings = Settings()
    remember(settings, MAPPING, COLUMNS)
    remember(settings, MAPPING.with_column("Note", "notes"), COLUMNS)
    recalled = recall(settings, "risk", COLUMNS)
    assert recalled is not None
    assert recalled.columns["Note"] == "notes"


def test_a_damaged_mapping_counts_as_none() -> None:
    settings = Settings()
    remember(settings, MAPPING, COLUMNS)
    (key,) = settings.kept
    for damaged in ("{", '{"kind": 1}', "[" * 5_000):
        settings.kept[key] = damaged
        assert recall(settings, "risk", COLUMNS) is None


def test_a_mapping_of_very_many_values_is_not_kept() -> None:
    settings = Settings()
    values = {"likelihood": {f"value {n}": "4" for n in range(20_000)}}
    remember(settings, Mapping(kind="risk", columns={}, values=values), COLUMNS)
    assert settings.kept == {}
