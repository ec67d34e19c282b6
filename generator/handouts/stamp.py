"""Fields of a printed page: empty links mark where they are; a packet writes there, a public sheet only loses them.

A link to https://field.invalid/NAME says: the rectangle of this link is the field NAME. See
templates/print/class-fields.html.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

FIELD = "https://field.invalid/"


class Rect(NamedTuple):
    """Points from the page's lower left corner; x0 < x1, y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


def _links(page: pikepdf.Page) -> list[Any]:
    return list(page.Annots) if "/Annots" in page else []


def _target(annotation: Any) -> str:
    return str(annotation.A.URI) if "/A" in annotation and "/URI" in annotation.A else ""


def take_fields(page: pikepdf.Page) -> dict[str, Rect]:
    """The fields of a page. Their links are taken off it; other links stay."""
    fields: dict[str, Rect] = {}
    keep = []
    for annotation in _links(page):
        target = _target(annotation)
        if target.startswith(FIELD):
            x0, y0, x1, y1 = (float(value) for value in annotation.Rect)
            fields[target.removeprefix(FIELD)] = Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        else:
            keep.append(annotation)
    if fields:
        del page["/Annots"]
    if fields and keep:
        page.Annots = Array(keep)
    return fields


def strip_fields(pdf: bytes) -> bytes:
    """The PDF without its marking links, in its structure tree too; one without any comes back byte by byte."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        marks = {
            annotation.objgen: annotation.get("/StructParent")
            for page in document.pages
            for annotation in page.get("/Annots", [])
            if _target(annotation).startswith(FIELD)
        }
        if not marks:
            return pdf
        for page in document.pages:
            take_fields(page)
        if "/StructTreeRoot" in document.Root:
            _forget(document, marks)
        target = io.BytesIO()
        document.save(
            target,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return target.getvalue()


def _forget(document: pikepdf.Pdf, marks: Mapping[tuple[int, int], Any]) -> None:
    """Take the links' elements out of the structure tree, and the links out of its table of parents."""
    for element in document.objects:
        if isinstance(element, Dictionary) and element.get("/S") == "/Link" and _marks(element, marks):
            parent = element.P
            kids = parent.K if isinstance(parent.K, Array) else [parent.K]
            parent.K = Array([kid for kid in kids if not _is(kid, element)])
    numbers = {int(number) for number in marks.values() if number is not None}
    tree = document.Root.StructTreeRoot.get("/ParentTree")
    if tree is not None and "/Nums" in tree:
        pairs = list(tree.Nums)
        tree.Nums = Array(
            [value for pair in zip(pairs[::2], pairs[1::2], strict=True) if int(pair[0]) not in numbers for value in pair]
        )


def _marks(element: Any, marks: Mapping[tuple[int, int], Any]) -> bool:
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.objgen in marks:
            return True
    return False


def _is(kid: Any, element: Any) -> bool:
    return isinstance(kid, Dictionary) and bool(kid.objgen == element.objgen)
