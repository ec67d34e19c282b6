"""The stylesheet for vertical columns is the theme's own, transposed."""

from __future__ import annotations

import re

import pytest
import tinycss2

from generator.website.material import theme_folder
from generator.website.vertical_css import transpose


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".md-typeset p{margin:1px 2px 3px 4px}", ".md-typeset p{margin:4px 3px 2px 1px}"),
        (".md-typeset p{margin:1px 2px 3px}", ".md-typeset p{margin:2px 3px 2px 1px}"),
        (".md-typeset p{padding:0 1em}", ".md-typeset p{padding:1em 0}"),
        (".md-typeset p{max-width:50%;border-left:1px solid red}", ".md-typeset p{max-height:50%;border-top:1px solid red}"),
        (".md-typeset p{border-bottom-width:0!important}", ".md-typeset p{border-right-width:0!important}"),
        (".md-typeset p{box-shadow:0 -.05rem #000 inset, 1px 2px 3px red}", ".md-typeset p{box-shadow:-.05rem 0 #000 inset,2px 1px 3px red}"),
        (".md-nav{transform:translateX(1em) translate(1px,2px)}", ".md-nav{transform:translateY(1em) translate(2px,1px)}"),
        (".md-nav{border-radius:1px 2px 3px 4px;overflow-y:auto}", ".md-nav{border-radius:1px 4px 3px 2px;overflow-x:auto}"),
        (".md-nav{transition:max-height .2s;text-align:left}", ".md-nav{transition:max-width .2s;text-align:start}"),
        (".md-nav{--md-w:1px;background-position-x:left;line-height:2}", ".md-nav{--md-w:1px;background-position-x:left;line-height:2}"),
        (".md-footer{margin:0 1em}", ".md-footer{margin:0 1em}"),
        (".md-footer,.md-typeset p{left:0}", ".md-footer{left:0}\n.md-typeset p{top:0}"),
        (".md-typeset :is(a,b){top:0}", ".md-typeset :is(a,b){left:0}"),
        ("@media (min-width:1px){.md-nav{top:0}}", "@media (min-width:1px){.md-nav{left:0}}"),
        ("@keyframes x{0%{left:0}}", "@keyframes x{0%{left:0}}"),
        (".md-typeset pre{width:1px}", ".md-typeset pre{width:1px}"),
    ],
)
def test_each_kind_of_declaration(css: str, expected: str) -> None:
    assert transpose(css) == expected


def test_the_installed_theme_comes_through_whole() -> None:
    (path,) = (theme_folder() / "assets/stylesheets").glob("main.*.min.css")
    source = path.read_text(encoding="utf-8")
    result = transpose(source)
    assert not [node for node in tinycss2.parse_stylesheet(result) if node.type == "error"]
    assert abs(source.count("!important") - result.count("!important")) <= source.count("float")
    assert re.search(r"\.md-typeset blockquote[^{]*\{[^}]*border-top:", result)
    for kept in ("@media print", "@keyframes", ".md-header"):
        assert kept in result


def test_transposing_twice_gives_the_geometry_back() -> None:
    css = ".md-typeset p{margin:1px 2px 3px 4px;width:5px;border-radius:1px 2px 3px 4px;border-top-right-radius:2px;transform:translateX(1px)}"
    assert transpose(transpose(css)) == css
