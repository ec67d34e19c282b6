"""The ledger: facts with dated, sourced values, and the choice of one value per key for a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator.content.model import Fact, Source, Unit, Value
from generator.content.yamlfile import Yaml, read_date, strings
from generator.errors import Problem
from generator.messages import _


def read_sources(document: Yaml) -> dict[str, Source]:
    """Sources by id, from a document that its schema accepted."""
    return {
        id: Source(
            id=id,
            title=entry["title"],
            number=entry.get("number", ""),
            issuers=strings(entry.get("issuers")),
            date=str(entry.get("date", "")),
            where=document.where(id),
        )
        for id, entry in document.data.items()
    }


def read_facts(document: Yaml, sources: Mapping[str, Source], problems: list[Problem]) -> dict[str, Fact]:
    """Facts by key, from a document that its schema accepted; overlaps, gaps and unknown sources go to `problems`."""
    facts = {}
    for key, entry in document.data.items():
        values = []
        for number, row in enumerate(entry["values"]):
            where = document.where(key, "values", number)
            days: dict[str, date | None] = {}
            for name in ("from", "until", "review_by"):
                days[name] = read_date(row[name]) if name in row else None
                if name in row and days[name] is None:
                    problems.append(Problem(
                        document.where(key, "values", number, name), "fact-date",
                        _("{key}: {day} is no day of the calendar").format(key=key, day=row[name])))  # fmt: skip
            if row["source"] not in sources:
                problems.append(Problem(
                    document.where(key, "values", number, "source"), "fact-source",
                    _("{key}: no source {source} in sources.yml").format(key=key, source=row["source"])))  # fmt: skip
            values.append(Value(
                value=str(row["value"]), start=days["from"], end=days["until"], source=row["source"],
                grade=row["grade"], review_by=days["review_by"], where=where))  # fmt: skip
            problems.extend(_unit_problems(key, entry["unit"], values[-1]))
        facts[key] = Fact(key, entry["label"], entry["unit"], tuple(sorted(values, key=_start)), document.where(key))
        problems.extend(_history_problems(facts[key]))
    return facts


def _start(value: Value) -> date:
    return value.start or date.min


NUMERIC: frozenset[Unit] = frozenset({"yuan", "percent", "bp", "years", "days", "hours", "months", "times", "age", "number"})


def _unit_problems(key: str, unit: Unit, value: Value) -> Iterator[Problem]:
    parts: tuple[str, ...] = ()
    if unit in NUMERIC:
        try:
            float(value.value)
        except ValueError:
            yield Problem(value.where, "fact-value", _("{key}: {value} is not a number, but its unit is {unit}").format(key=key, value=value.value, unit=unit))
    elif unit == "date":
        parts = (value.value,)
    elif unit in ("monthday", "window"):
        parts = tuple(f"2024-{part}" for part in value.value.split("/"))
        if len(parts) != (2 if unit == "window" else 1):
            parts = ("",)
    if any(read_date(part) is None for part in parts):
        form = {"date": "2024-12-20", "monthday": "12-20", "window": "11-01/12-20"}[unit]
        yield Problem(value.where, "fact-value", _("{key}: {value} should be written like {form}").format(key=key, value=value.value, form=form))


def _history_problems(fact: Fact) -> Iterator[Problem]:
    for value in fact.values:
        if value.start and value.end and value.end < value.start:
            yield Problem(value.where, "fact-order", _("{key}: the value ends on {end}, before it begins").format(key=fact.key, end=value.end))
    for older, newer in zip(fact.values, fact.values[1:], strict=False):
        if older.end is None or newer.start is None or newer.start <= older.end:
            yield Problem(
                newer.where, "fact-overlap",
                _("{key}: two values hold on {day}").format(key=fact.key, day=newer.start or older.end or "every day"),
                _("give the older value an `until` before the newer one's `from`"))  # fmt: skip
        elif newer.start - older.end > timedelta(days=1):
            yield Problem(
                newer.where, "fact-gap",
                _("{key}: no value from {first} to {last}").format(
                    key=fact.key, first=older.end + timedelta(days=1), last=newer.start - timedelta(days=1)))  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What holds on one day."""

    day: date
    facts: Mapping[str, Fact]
    values: Mapping[str, Value]

    def has(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str) -> tuple[Fact, Value]:
        """The fact and its value of the day. Raises KeyError where there is none: callers check the text first."""
        return self.facts[key], self.values[key]

    def stale(self, key: str) -> bool:
        """Whether the value should have been looked at again before this day."""
        review = self.values[key].review_by
        return review is not None and self.day > review


@dataclass(frozen=True)
class FactBook:
    """All facts with their history."""

    facts: Mapping[str, Fact]

    def on(self, day: date) -> Facts:
        """The one value of each fact that holds on `day`; facts without one are left out."""
        values = {}
        for key, fact in self.facts.items():
            for value in fact.values:
                if (value.start is None or value.start <= day) and (value.end is None or day <= value.end):
                    values[key] = value
        return Facts(day, self.facts, values)
