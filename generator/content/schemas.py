"""JSON schemas of the files under content/ and locales/: the same words as docs/content.md."""

from __future__ import annotations

from typing import Any, get_args

from generator.content.model import Grade, Unit

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
SCALAR: Schema = {"type": ["string", "integer", "number"]}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TEXTS: Schema = {"type": "array", "items": TEXT}
TEXT_MAP: Schema = {"type": "object", "additionalProperties": SCALAR}


def closed(required: list[str], properties: Schema) -> Schema:
    """An object with these properties and no others."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


VALUE = closed(
    ["value", "source", "grade"],
    {
        "value": SCALAR,
        "from": DAY,
        "until": DAY,
        "source": TEXT,
        "grade": {"enum": list(get_args(Grade))},
        "review_by": DAY,
        "note": TEXT,
    },
)
FACTS: Schema = {
    "type": "object",
    "propertyNames": {"pattern": r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"},
    "additionalProperties": closed(
        ["label", "unit", "values"],
        {"label": TEXT, "unit": {"enum": list(get_args(Unit))}, "values": {"type": "array", "minItems": 1, "items": VALUE}, "note": TEXT},
    ),
}
SOURCES: Schema = {
    "type": "object",
    "propertyNames": {"pattern": r"^[a-z0-9][a-z0-9-]*$"},
    "additionalProperties": closed(
        ["title"], {"title": TEXT, "number": TEXT, "issuers": TEXTS, "date": SCALAR, "note": TEXT}
    ),
}
_PAGE: Schema = {"title": TEXT, "summary": TEXT}
PAGES: dict[str, Schema] = {
    "topic": closed(["title"], {**_PAGE, "order": {"type": "integer"}}),
    "handout": closed(
        ["title", "template", "pages"],
        {**_PAGE, "template": TEXT, "pages": {"type": "integer", "minimum": 1}, "topic": TEXT, "back": TEXT},
    ),
    "campaign": closed(
        ["title", "kind"],
        {
            **_PAGE,
            "kind": TEXT,
            "topic": TEXT,
            "minutes": {"type": "array", "items": {"type": "integer", "minimum": 1}},
            "limits": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        },
    ),
}
"""Front matter by kind of page."""
OFFICE = closed(
    ["name", "region", "contacts"],
    {
        "sample": {"type": "boolean"},
        "name": TEXT,
        "region": TEXT,
        "contacts": closed([], dict.fromkeys(("hotline", "wechat", "qq", "complaint"), SCALAR)),
        "counters": {"type": "array", "items": closed(["name"], {"name": TEXT, "address": TEXT, "hours": TEXT, "map": TEXT})},
        "dates": closed([], {"preapply": TEXT, "accept": TEXT}),
        "note": TEXT,
    },
)
CAMPAIGN: Schema = closed(
    ["name", "goals", "audience", "season", "items"],
    {
        "name": TEXT,
        "summary": TEXT,
        "goals": TEXTS,
        "audience": TEXTS,
        "season": closed(
            ["from", "until"],
            {name: {"type": "string", "pattern": r"^\d{2}-\d{2}$"} for name in ("from", "until")},
        ),
        "items": {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": r"^[a-z][a-z0-9-]*$"}},
    },
)
LOCALES: Schema = {
    "type": "object",
    "additionalProperties": closed(
        ["name", "dir", "babel", "plural", "fonts", "units"],
        {
            "name": TEXT,
            "dir": {"enum": ["ltr", "rtl"]},
            "vertical": {"type": "boolean"},
            "babel": TEXT,
            "plural": TEXT,
            "fonts": TEXTS,
            "units": TEXT_MAP,
            "dates": TEXT_MAP,
        },
    ),
}
