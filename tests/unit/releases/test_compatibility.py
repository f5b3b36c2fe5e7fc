"""A change of schema is classed from the reader's side."""

import copy

import pytest

from registry.releases.compatibility import BREAKING, COMPATIBLE, NONE, compare_schemas

FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
    {"name": "n", "type": "integer", "constraints": {"minimum": 0}},
]
PACKAGE = {"resources": [{"name": "t", "path": "data/t.csv", "schema": {"fields": FIELDS, "primaryKey": ["id"]}}]}


def changed(change) -> dict:
    package = copy.deepcopy(PACKAGE)
    change(package["resources"][0]["schema"], package["resources"])
    return package


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (lambda schema, _: None, NONE, None),
        (lambda schema, _: schema["fields"][0].update(title="Код", description="…"), NONE, None),
        (lambda _, all_: all_.append({"name": "x", "path": "changes/x.csv", "schema": {"fields": []}}), NONE, None),
        (lambda schema, _: schema["fields"].append({"name": "new", "type": "date"}), COMPATIBLE, "column t.new is new"),
        (lambda _, all_: all_.append({"name": "u", "schema": {"fields": []}}), COMPATIBLE, "table u is new"),
        (lambda schema, _: schema["fields"][1]["constraints"]["enum"].append("c"), COMPATIBLE, "column t.kind may hold c"),
        (lambda schema, _: schema["fields"].pop(), BREAKING, "column t.n is gone"),
        (lambda schema, _: schema["fields"][2].update(type="number"), BREAKING, "column t.n is number, was integer"),
        (lambda schema, _: schema["fields"][0]["constraints"].pop("required"), BREAKING, "column t.id may now be empty"),
        (lambda schema, _: schema.update(primaryKey=["id", "n"]), BREAKING, "another key"),
        (lambda _, all_: all_.clear(), BREAKING, "table t is gone"),
    ],
)
def test_classes(change, kind, words):
    found = compare_schemas(PACKAGE, changed(change))
    assert found.kind == kind
    assert (words is None and not found.reasons) or any(words in reason for reason in found.reasons)
