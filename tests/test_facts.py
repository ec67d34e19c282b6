"""The ledger on days: one value per key, the traps of the policy brief, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from generator.content import schemas
from generator.content.facts import FactBook, read_facts, read_sources
from generator.content.load import day_problems
from generator.content.model import Content
from generator.content.yamlfile import parse_yaml
from generator.errors import Problem
from generator.language.formats import format_value
from generator.language.locales import load_locales
from tests.conftest import ROOT, TODAY


def value(content: Content, key: str, day: date) -> str | None:
    facts = FactBook(content.facts).on(day)
    return facts.values[key].value if facts.has(key) else None


@pytest.mark.parametrize(
    ("day", "undergraduate", "graduate"),
    [
        (date(2022, 5, 1), "12000", "16000"),
        (date(2023, 11, 1), "16000", "20000"),
        (date(2024, 5, 1), "16000", "20000"),
        (date(2024, 11, 1), "20000", "25000"),
        (TODAY, "20000", "25000"),
    ],
)
def test_ceilings_by_day(content: Content, day: date, undergraduate: str, graduate: str) -> None:
    assert value(content, "loan.cap.undergraduate", day) == undergraduate
    assert value(content, "loan.cap.graduate", day) == graduate


@pytest.mark.parametrize(
    ("day", "spread"), [(date(2020, 6, 1), "-30"), (date(2024, 10, 30), "-60"), (date(2024, 10, 31), "-70"), (TODAY, "-70")]
)
def test_spread_by_day(content: Content, day: date, spread: str) -> None:
    assert (value(content, "rate.spread", day) or "").replace("−", "-") == spread


def test_the_waiver_ends_with_its_year(content: Content) -> None:
    assert value(content, "waiver.interest", date(2025, 12, 31))
    assert value(content, "waiver.interest", date(2026, 1, 1)) is None
    assert value(content, "waiver.deferral", date(2026, 1, 1)) is None


def test_document_numbers_are_those_that_are_known(content: Content) -> None:
    numbers = {source.number for source in content.sources.values() if source.number}
    assert {"教财〔2023〕4号", "财教〔2024〕2号", "财教〔2024〕188号", "财教〔2025〕69号"} <= numbers
    unverified = {"财教〔2021〕164号", "教财〔2020〕4号", "财教〔2023〕57号", "银保监办发〔2021〕28号"}
    texts = " ".join(page.body for page in content.pages()) + " ".join(numbers)
    assert not {number for number in unverified if number in texts}
    assert "财教〔2023〕4号" not in texts
    assert "教财〔2024〕" not in texts


def test_what_is_only_remembered_is_not_in_the_ledger(content: Content) -> None:
    for key in ("rate.reset_day", "channel.pboc.consumer", "channel.crc.phone"):
        assert key not in content.facts, key


@pytest.mark.parametrize("day", [date(2024, 3, 1), TODAY])
def test_all_content_holds_on_these_days(content: Content, day: date) -> None:
    assert day_problems(content, FactBook(content.facts).on(day)) == []


SOURCES = "notice: {title: 通知}\n"


def ledger_problems(text: str) -> list[Problem]:
    sources, problems = parse_yaml(SOURCES, "sources.yml", schemas.SOURCES)
    assert not problems
    document, problems = parse_yaml(text, "facts.yml", schemas.FACTS)
    if not problems:
        read_facts(document, read_sources(sources), problems)
    return sorted(problems)


def fact(*values: str, unit: str = "yuan") -> str:
    rows = "".join(f"    - {{value: {row}, source: notice, grade: A}}\n" for row in values)
    return f"a.b:\n  label: 甲\n  unit: {unit}\n  values:\n{rows}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (fact("1, from: 2024-01-01, until: 2024-12-31", "2, from: 2024-12-31"), [("fact-overlap", 6)]),
        (fact("1", "2, from: 2024-12-31"), [("fact-overlap", 6)]),
        (fact("1, until: 2024-01-31", "2, from: 2024-03-01"), [("fact-gap", 6)]),
        (fact("1, from: 2024-01-31, until: 2024-01-01"), [("fact-order", 5)]),
        (fact("1, from: 2024-02-30"), [("fact-date", 5)]),
        (fact("eins"), [("fact-value", 5)]),
        (fact("13-40", unit="monthday"), [("fact-value", 5)]),
        (fact("12-20", unit="window"), [("fact-value", 5)]),
        (fact("1").replace("source: notice", "source: rumour"), [("fact-source", 5)]),
        (fact("1").replace("grade: A", "grade: R"), [("yaml-schema", 5)]),
        (fact("1").replace("unit: yuan", "unit: rmb"), [("yaml-schema", 3)]),
        (fact("1").replace("label: 甲", "lable: 甲"), [("yaml-schema", 1), ("yaml-unknown-key", 2)]),
        (fact("1") + fact("2"), [("yaml-duplicate-key", 6)]),
        (fact("1") + "c.d:\n  label: [\n", [("yaml-syntax", 8)]),
        (fact("eins, from: 2024-02-30", "zwei, from: 2025-01-01"), [("fact-date", 5), ("fact-overlap", 6), ("fact-value", 5), ("fact-value", 6)]),
    ],
)
def test_a_bad_ledger_is_refused_with_every_place(text: str, found: list[tuple[str, int]]) -> None:
    problems = ledger_problems(text)
    assert sorted((problem.id, problem.where.line) for problem in problems) == sorted(found), problems


def test_values_are_written_as_each_locale_writes_them(content: Content) -> None:
    facts = FactBook(content.facts).on(TODAY)
    cap, spread, due = (facts.get(key) for key in ("loan.cap.undergraduate", "rate.spread", "repay.due_day"))
    written = {code: (format_value(locale, *cap), format_value(locale, *spread, form="abs"), format_value(locale, *due)) for code, locale in load_locales(ROOT).items()}
    assert written["zh-CN"] == ("20,000元", "70个基点", "12月20日")
    assert written["en"] == ("¥20,000", "70 basis points", "20 December")
    assert written["ko"][0] == "20,000원"
    assert written["ug"][0] == "20,000 يۈەن"
    assert all("20,000" in each[0] and "70" in each[1] and "20" in each[2] for each in written.values()), written
    assert all("M12" not in each[2] for each in written.values()), written
