"""JSON files that are odd, broken or made to harm, each with what has to come of it."""

from __future__ import annotations

import json

from tests.unit.exchange.tables.hostile_text import Variant, read, refuse


def _json(name: str, content: bytes | str, **result: object) -> Variant:
    data = content.encode() if isinstance(content, str) else content
    return read(name, data, suffix=".json", **result)


def _bad(name: str, content: bytes | str, sentence: str) -> Variant:
    return refuse(
        name, content.encode() if isinstance(content, str) else content, sentence, ".json"
    )


JSONS = (
    _json(
        "array",
        '[{"a": 1, "b": "x"}, {"a": 2.5, "c": true}]',
        rows=2,
        names=["a", "b", "c"],
        first=["int:1", "str:x", "NoneType:None"],
    ),
    _json("lines", '{"a": 1}\n\n{"a": 2}\n', rows=2, last=2),
    read("lines_named_csv", b'{"a": 1}\n{"a": 2}\n', rows=2, names=["a"]),
    _json("utf16", '[{"a": "收不到"}]'.encode("utf-16"), first=["str:收不到"]),
    _json("gb18030", '[{"a": "收不到短信验证码"}]'.encode("gb18030"), encoding="gb18030", rows=1),
    _json("nested", '[{"a": {"b": {"c": 1}}, "a.b.c": 2}]', names=["a.b.c", "a.b.c (2)"]),
    _json(
        "lists",
        '[{"a": ["x", 1, null, true], "b": [{"c": 1}]}]',
        first=["str:x;1;;true", 'str:[{"c": 1}]'],
    ),
    _json("same_keys", '[{"a": 1, "a": 2, "a": 3}]', names=["a", "a (2)", "a (3)"]),
    _json(
        "nan",
        '[{"a": NaN, "b": Infinity, "c": -Infinity}]',
        first=["str:NaN", "str:Infinity", "str:-Infinity"],
    ),
    _json("beyond_float", '[{"a": 1e999, "b": -1e400}]', first=["str:1e999", "str:-1e400"]),
    _json("many_digits", '[{"a": ' + "9" * 100_000 + "}]", rows=1),
    _json("half_characters", '[{"\\ud800": "a\\udfffb\\u0000"}]', names=["�"], first=["str:a�b�"]),
    _json("right_to_left", '[{"שם": "\\u202eabc"}]', rows=1, names=["שם"]),
    _json("late_key", "[" + '{"a": 1},' * 6_000 + '{"b": 2}]', rows=6_001, problems=1),
    read(
        "array_20_mb",
        lambda: b"[" + b'{"a": "xxxxxxxxxxxxxxxxxxxx"},' * 300_000 + b'{"a": 1}]',
        suffix=".json",
        rows=300_001,
    ),
    _bad("deep_lists", '[{"a": ' + "[" * 200_000 + "]" * 200_000 + "}]", "nested too deeply"),
    _bad("deep_objects", '{"a":' * 200_000 + "1" + "}" * 200_000, "nested too deeply"),
    _bad("deep_open", "[" * 3_000_000, "nested too deeply"),
    _bad("nine_levels", '{"a":' * 9 + "1" + "}" * 9, "more than 8 levels"),
    _bad("not_closed", '[{"a": 1}, {"a": 2', "object 2 near line 1 cannot be read"),
    _bad("not_closed_array", '[{"a": 1}, {"a": 2}', "the last bracket is missing"),
    _bad("text_not_closed", '[{"a": "' + "x" * 10_000_000, "more than 4,000,000 characters"),
    _bad("object_5_mb", '[{"a": "' + "x" * 5_000_000 + '"}]', "more than 4,000,000 characters"),
    _bad("cell_1_mb", '[{"a": "' + "x" * 1_000_000 + '"}]', "more than 200,000 characters"),
    _bad("plain_values", "[1, 2, 3]", "it is not an object"),
    _bad("plain_text", '"hello"', "it is not an object"),
    _bad("no_json", "hello, world", "it is not valid JSON"),
    _bad("empty_array", "[]", "no object with values"),
    _bad("empty_objects", "[{}, {}]", "no object with values"),
    _bad("trailing", '[{"a": 1}] x', "something follows"),
    _bad("broken_line", '{"a": 1}\n{"a": \n{"a": 3}\n', "object 2 near line 2"),
    _bad("names_200000", json.dumps([{f"k{n}": n for n in range(200_000)}]), "16,384"),
    _json(
        "names_growing",
        json.dumps([{f"k{n}": n} for n in range(6_000)]),
        rows=6_000,
        columns=5_000,
        problems=1_000,
    ),
    _bad("nul", b'[{"a": "\x00"}]', "zero bytes"),
)
