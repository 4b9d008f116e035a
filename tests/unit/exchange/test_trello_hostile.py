"""The Trello reader on files that are broken, odd or made to harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.imported import ImportedBoard
from cockpit.exchange import trello_json
from cockpit.exchange.trello import read_board

LIST = "5ca52ff089ca8d6fe7bafc13"
CARD = "5ce32359d3cfca28530f449f"
DAY = "2019-06-05T20:31:50.505Z"


def card(**changes: Any) -> dict[str, Any]:
    return {"id": CARD, "name": "Card", "idList": LIST, "pos": 1, "closed": False, **changes}


def board(*cards: Any, **changes: Any) -> dict[str, Any]:
    lists = [{"id": LIST, "name": "Doing", "pos": 1, "closed": False}]
    return {"id": "b1", "name": "B", "lists": lists, "cards": list(cards), **changes}


def read(tmp_path: Path, value: Any) -> ImportedBoard:
    path = tmp_path / "board.json"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return read_board(path)


def move(key: str, at: str, before: str, after: str, card_key: str = CARD) -> dict[str, Any]:
    lists = {"listBefore": {"id": before}, "listAfter": {"id": after}}
    return {
        "id": key,
        "type": "updateCard",
        "date": at,
        "data": {"card": {"id": card_key}, **lists},
    }


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"hello", "not valid JSON"),
        (b'{"cards": [', "line 1"),
        (b'{"name": "\xff\xfe\xfa"}', "not UTF-8"),
        (b"[1, 2]", "no Trello board"),
        (b"null", "no Trello board"),
        (b'{"cards": {}, "lists": []}', "no Trello board"),
        (b'{"cards": [], "lists": [], "pos": NaN}', "NaN"),
        (b'{"cards": [], "lists": [], "pos": -Infinity}', "Infinity"),
        (b'{"cards": [], "lists": [], "pos": 1e999}', "too large"),
        (b'{"cards": [], "lists": [], "pos": ' + b"9" * 500_000 + b"}", "500000 digits"),
        (b'{"cards": [], "lists": [], "cards": []}', "twice"),
        (b"[" * 200_000, "too deeply"),
        (b'{"a":' * 200_000, "too deeply"),
    ],
)
def test_a_file_that_is_no_board(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told) as caught:
        read(tmp_path, data)
    assert len(str(caught.value)) < 400


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.json", tmp_path):
        with pytest.raises(UserError, match="not a file"):
            read_board(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trello_json, "MAX_BYTES", 10)
    with pytest.raises(UserError, match="larger than"):
        read(tmp_path, board())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(board(card(name="发布")), ensure_ascii=False)
    assert read(tmp_path, text.encode(encoding)).tasks[0].title == "发布"


@pytest.mark.parametrize(
    "bad",
    [
        7,
        None,
        [],
        {"name": "no id", "idList": LIST},
        card(id=5),
        card(id="a\x00b"),
        card(name=None),
        card(name=["x"]),
        card(idList="nowhere"),
        card(idList=None),
        card(id="not-a-hex-id"),
        card(),
    ],
)
def test_a_bad_card_is_refused_alone(tmp_path: Path, bad: Any) -> None:
    found = read(tmp_path, board(card(), bad))
    assert [t.key for t in found.tasks] == [CARD]
    assert [r.where for r in found.refusals] == ["cards[1]"]
    assert found.refusals[0].reason


@pytest.mark.parametrize(
    "bad", [7, {"name": "x"}, {"id": "l2", "name": 3}, {"id": LIST, "name": "D"}]
)
def test_a_bad_list_is_refused_alone(tmp_path: Path, bad: Any) -> None:
    value = board(card())
    value["lists"].append(bad)
    found = read(tmp_path, value)
    assert [c.key for c in found.columns] == [LIST]
    assert [r.where for r in found.refusals] == ["lists[1]"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVa\nScript:alert(1)",
        " \x01javascript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "http://[::1",
        "",
        "//host/x",
        None,
    ],
)
def test_only_web_addresses(tmp_path: Path, url: Any) -> None:
    good = {"id": "a1", "name": "ok", "url": "https://example.org/x"}
    found = read(tmp_path, board(card(attachments=[good, {"id": "a2", "name": "n", "url": url}])))
    assert [a.key for a in found.tasks[0].attachments] == ["a1"]
    assert [r.where for r in found.refusals] == ["cards[0].attachments[1]"]


def test_control_characters_and_surrogates_are_stripped(tmp_path: Path) -> None:
    found = read(tmp_path, board(card(name="a\x00b\u202ec\ud800d\n e", desc="x\x1b[31m\r\ny")))
    assert found.tasks[0].title == "abcd e"
    assert found.tasks[0].description == "x[31m\ny"
    found.tasks[0].title.encode("utf-8")


def test_wrong_types_inside_a_card_do_not_lose_it(tmp_path: Path) -> None:
    odd = card(
        pos="top",
        due="tomorrow",
        closed="yes",
        idMembers=[1, "m1", "m1"],
        idLabels={},
        badges=[],
        attachments="x",
        customFieldItems=[3],
        idShort=-1,
        desc=5,
    )
    (task,) = (found := read(tmp_path, board(odd))).tasks
    assert (task.position, task.due_on, task.archived, task.number) == (0.0, None, False, None)
    assert task.assignee_key == "m1"
    assert task.other_assignee_keys == ()
    assert {r.where for r in found.refusals} == {"cards[0].due", "cards[0].customFieldItems[0]"}
    assert [(p.key, p.placeholder) for p in found.people] == [("m1", True)]


def test_dates_at_the_end_of_the_calendar(tmp_path: Path) -> None:
    found = read(tmp_path, board(card(due="0001-01-01T00:00:00+14:00")))
    assert found.tasks[0].due_on is None
    assert len(found.refusals) == 1


def test_moves_without_creation_start_at_the_time_in_the_id(tmp_path: Path) -> None:
    actions = [
        move("m2", "2019-06-02T00:00:00Z", "l2", LIST),
        move("m1", "2019-06-01T00:00:00Z", "l0", "l2"),
        move("m9", "2019-06-01T00:00:00Z", "l0", "l2", "gone"),
        {"id": "bad", "date": "never"},
        5,
    ]
    found = read(tmp_path, board(card(), actions=actions))
    moves = found.tasks[0].moves
    assert [(m.key, m.from_column_key, m.to_column_key) for m in moves] == [
        (f"{CARD}:start", None, "l0"),
        ("m1", "l0", "l2"),
        ("m2", "l2", LIST),
    ]
    assert moves[0].at == datetime.fromtimestamp(int(CARD[:8], 16), UTC)
    assert {c.key for c in found.columns} == {LIST, "l0", "l2"}
    assert any("1 move was left out" in w for w in found.warnings)
    assert any("2 lists" in w for w in found.warnings)
    assert [r.where for r in found.refusals] == ["actions[3]", "actions[4]"]


def test_due_complete_falls_back_to_the_last_move(tmp_path: Path) -> None:
    done = card(dueComplete=True, dateLastActivity="2020-01-01T00:00:00Z")
    assert read(tmp_path, board(done)).tasks[0].done_at == datetime(2020, 1, 1, tzinfo=UTC)
    actions = [move("m1", DAY, "l0", LIST)]
    moved = read(tmp_path, board(done, actions=actions)).tasks[0]
    assert moved.done_at == datetime.fromisoformat(DAY)


def test_unnamed_labels_take_their_colour(tmp_path: Path) -> None:
    labels = [
        {"id": "a", "name": "", "color": "green"},
        {"id": "b", "name": "", "color": "green"},
        {"id": "c", "name": "", "color": "sky_light"},
        {"id": "d", "name": "", "color": None},
    ]
    found = read(tmp_path, board(labels=labels))
    assert [x.name for x in found.labels] == ["Green", "Green 2", "Sky (light)", "Unnamed label"]
    assert any("4 labels" in w for w in found.warnings)


def test_custom_fields(tmp_path: Path) -> None:
    fields = [
        {"id": "n", "name": "N", "type": "number"},
        {"id": "c", "name": "C", "type": "checkbox"},
        {
            "id": "l",
            "name": "L",
            "type": "list",
            "options": [{"id": "o", "value": {"text": "High"}}],
        },
        {"id": "z", "type": "magic"},
    ]
    items = [
        {"idCustomField": "n", "value": {"number": "2.5"}},
        {"idCustomField": "c", "value": {"checked": "true"}},
        {"idCustomField": "l", "idValue": "o"},
        {"idCustomField": "n", "value": {"number": "nan"}},
    ]
    found = read(tmp_path, board(card(customFieldItems=items), customFields=fields))
    values = {v.field_key: v.text_value or v.number_value for v in found.tasks[0].field_values}
    assert values == {"n": 2.5, "c": 1.0, "l": "High"}
    assert [r.where for r in found.refusals] == ["customFields[3]", "cards[0].customFieldItems[3]"]


def test_a_single_card_export(tmp_path: Path) -> None:
    checklist = {
        "id": "k",
        "name": "Steps",
        "checkItems": [{"id": "i", "name": "x", "state": "complete"}],
    }
    data = {
        "card": {"id": CARD},
        "text": "Hi",
        "board": {"name": "Launch"},
        "list": {"id": LIST, "name": "Doing"},
    }
    action = {"id": "c", "type": "commentCard", "date": DAY, "idMemberCreator": "m", "data": data}
    found = read(tmp_path, card(idBoard="b", checklists=[checklist], actions=[action]))
    (task,) = found.tasks
    assert (found.name, found.columns[0].name, found.columns[0].archived) == (
        "Launch",
        "Doing",
        False,
    )
    assert task.checklists[0].items[0].done
    assert task.comments[0].text == "Hi"


def test_wip_limit(tmp_path: Path) -> None:
    value = board()
    value["lists"][0]["softLimit"] = 3
    assert read(tmp_path, value).columns[0].wip_limit == 3


def test_cancelling_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    path.write_text(json.dumps(board(card())))
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        read_board(path, cancelled=lambda: next(answers))
