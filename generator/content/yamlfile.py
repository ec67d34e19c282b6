"""YAML with places: what a person wrote, checked against a JSON schema, every problem with its line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import jsonschema
import yaml

from generator.errors import Problem, Where
from generator.messages import _

Key = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """SafeLoader that leaves dates as strings: the schema says what is a date."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Yaml:
    """A parsed document: `data`, and for every key path the line and column where its value (or key) stands."""

    data: Any
    places: Mapping[Key, tuple[int, int]]
    path: str

    def where(self, *key: str | int) -> Where:
        """The place of the nearest thing on the way to `key`."""
        for length in range(len(key), -1, -1):
            if key[:length] in self.places:
                return Where(self.path, *self.places[key[:length]])
        return Where(self.path)


def parse_yaml(text: str, path: str, schema: Mapping[str, Any], first_line: int = 1) -> tuple[Yaml, list[Problem]]:
    """Parse and validate. `first_line`: where the text begins in its file (front matter). Never raises."""
    places: dict[Key, tuple[int, int]] = {}
    problems: list[Problem] = []

    def note(node: yaml.Node, key: Key, place: yaml.Node) -> None:
        places[key] = (place.start_mark.line + first_line, place.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for name, value in node.value:
                if name.value in seen:
                    where = Where(path, name.start_mark.line + first_line, name.start_mark.column + 1)
                    problems.append(Problem(where, "yaml-duplicate-key", _("the key {key} stands here twice").format(key=name.value)))
                seen.add(name.value)
                note(value, (*key, name.value), name)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                note(value, (*key, number), value)

    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is not None:
                note(root, (), root)
            data = None if root is None else loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(path, mark.line + first_line, mark.column + 1) if mark else Where(path)
        what = getattr(error, "problem", None) or str(error)
        return Yaml(None, {}, path), [Problem(where, "yaml-syntax", _("this is not YAML: {what}").format(what=what))]
    document = Yaml(data, places, path)
    validator = jsonschema.Draft202012Validator(schema)
    for failure in validator.iter_errors(data):
        key = tuple(failure.absolute_path)
        if failure.validator == "additionalProperties" and isinstance(failure.instance, dict):
            for name in failure.instance.keys() - failure.schema.get("properties", {}).keys():
                problems.append(Problem(document.where(*key, str(name)), "yaml-unknown-key", _("unknown key {key}").format(key=name)))
        else:
            problems.append(Problem(document.where(*key), "yaml-schema", failure.message))
    return document, problems


def read_date(text: str) -> date | None:
    """A calendar day written as 2024-10-31, else None."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None


def strings(values: Sequence[Any] | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())
