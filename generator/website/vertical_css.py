"""The theme's stylesheet for columns that run down and follow each other from left to right.

Rules for text and navigation are transposed (left ↔ top, right ↔ bottom, width ↔ height), so that they fit
`writing-mode: vertical-lr`; what stays horizontal keeps its rules, and so do flex and grid, which follow the writing
mode by themselves. Made from the installed theme: writing against it by hand would need some 500 rules, and again
with each version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

Nodes = list[Any]

_VERTICAL = re.compile(r"\.md-typeset|\.md-nav|\.md-content__inner|\.tabbed-|\.yz-(?!brand|button|logo|languages|search|door-page)")
_HORIZONTAL = re.compile(r"md-(?:search|footer|banner|dialog|header|grid|tooltip|post|annotation|clipboard|code|source)|\bpre\b|\bcode\b|highlight|linenos|filename")

_SIDES = {"left": "top", "top": "left", "right": "bottom", "bottom": "right"}
_AXES = {"width": "height", "height": "width", "x": "y", "y": "x"}
_CORNERS = {"border-top-right-radius": "border-bottom-left-radius", "border-bottom-left-radius": "border-top-right-radius"}
_BOXES = {"margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin", "scroll-padding"}
_SIDED = re.compile(r"((?:margin|padding|border|scroll-margin|scroll-padding)-)?(left|top|right|bottom)(-(?:width|style|color))?")
_AXIAL = re.compile(r"((?:min-|max-|overflow-|overscroll-behavior-)?)(width|height|x|y)")
_ALIGNMENT = {"left": "start", "right": "end"}
_WORD = re.compile("|".join(sorted({*_SIDES, *_AXES}, key=len, reverse=True)))


def transpose(stylesheet: str) -> str:
    """CSS in, CSS out."""
    return "\n".join(_rules(tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _rule(node)
        elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports", "layer", "container") and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{''.join(_rules(inner))}}}"
        elif node.type == "at-rule":
            yield node.serialize()


def _rule(node: Any) -> Iterator[str]:
    """A rule, in two parts where some of its selectors are transposed and others are not."""
    horizontal: list[str] = []
    vertical: list[str] = []
    for selector in _split(node.prelude, ","):
        text = tinycss2.serialize(selector).strip()
        (vertical if _VERTICAL.search(text) and not _HORIZONTAL.search(text) else horizontal).append(text)
    if horizontal:
        yield f"{','.join(horizontal)}{{{tinycss2.serialize(node.content)}}}"
    if vertical:
        parsed = tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
        declarations = (_declaration(each) for each in parsed if each.type == "declaration")
        yield f"{','.join(vertical)}{{{';'.join(filter(None, declarations))}}}"


def _split(tokens: Nodes, separator: str) -> list[Nodes]:
    parts: list[Nodes] = [[]]
    for token in tokens:
        if token == separator or (separator == " " and token.type == "whitespace"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _declaration(declaration: Any) -> str:
    name, value = declaration.lower_name, tinycss2.serialize(declaration.value).strip()
    if name.startswith("--"):
        return f"{name}:{value}"
    if name == "float":  # keeps its inline side; the theme floats nothing that we show
        return ""
    if name == "text-align":
        value = _ALIGNMENT.get(value, value)
    elif name in ("transform", "transition", "touch-action", "scroll-snap-type", "animation"):
        value = _transposed_words(value)
    elif name in ("box-shadow", "text-shadow"):
        value = ",".join(_shadow(shadow) for shadow in _split(declaration.value, ","))
    elif name in _BOXES or name == "border-radius":
        parts = [tinycss2.serialize(part) for part in _split(declaration.value, " ")]
        value = " ".join(_corners(parts) if name == "border-radius" else _box(parts))
    important = "!important" if declaration.important else ""
    return f"{_property(name)}:{value}{important}"


def _property(name: str) -> str:
    if name in _CORNERS:
        return _CORNERS[name]
    if match := _SIDED.fullmatch(name):
        return f"{match[1] or ''}{_SIDES[match[2]]}{match[3] or ''}"
    if match := _AXIAL.fullmatch(name):
        return f"{match[1] or ''}{_AXES[match[2]]}"
    return name


def _transposed_words(value: str) -> str:
    """translateX ↔ translateY, pan-x ↔ pan-y, max-height ↔ max-width; translate(a, b) → translate(b, a)."""
    value = re.sub(r"translate([XY])", lambda match: "translate" + ("Y" if match[1] == "X" else "X"), value)
    value = re.sub(r"translate\(([^,()]+),([^,()]+)\)", r"translate(\2,\1)", value)
    return re.sub(
        r"(?<![\w-])((?:max|min|pan)-)?(" + _WORD.pattern + r")(?![\w-])",
        lambda match: (match[1] or "") + (_SIDES.get(match[2]) or _AXES[match[2]]),
        value,
    )


def _shadow(tokens: Nodes) -> str:
    """Exchange the two offsets: the first two lengths."""
    parts = [tinycss2.serialize(part) for part in _split(tokens, " ")]
    lengths = [index for index, part in enumerate(parts) if re.match(r"[-+.\d]", part)]
    if len(lengths) >= 2:
        first, second = lengths[:2]
        parts[first], parts[second] = parts[second], parts[first]
    return " ".join(parts)


def _box(parts: list[str]) -> Iterable[str]:
    """top right bottom left → left bottom right top."""
    if len(parts) == 2:
        return reversed(parts)
    if len(parts) == 3:
        top, sides, bottom = parts
        return sides, bottom, sides, top
    if len(parts) == 4:
        return reversed(parts)
    return parts


def _corners(parts: list[str]) -> Iterable[str]:
    """top-left and bottom-right stay, the other two change places."""
    if len(parts) == 4:
        return parts[0], parts[3], parts[2], parts[1]
    return parts
