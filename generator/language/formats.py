"""Numbers, amounts and days as a locale writes them: Babel's CLDR data, and locales.yml where that lacks something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from generator.content.model import Fact, Value
from generator.language.locales import Locale


def format_number(locale: Locale, number: Decimal | int | str) -> str:
    """20000 → 20,000; the decimals are kept as they were written (3.50 stays 3.50)."""
    value = Decimal(number)
    exponent = value.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=locale.cldr))


def format_date(locale: Locale, day: date) -> str:
    if pattern := locale.dates.get("date"):
        return pattern.format(y=day.year, m=day.month, d=day.day)
    return str(babel_date(day, "long", locale=locale.cldr))


def format_monthday(locale: Locale, month: int, day: int) -> str:
    if pattern := locale.dates.get("monthday"):
        return pattern.format(m=month, d=day)
    leap_year = date(2024, month, day)
    return str(format_skeleton("MMMMd", leap_year, locale=locale.cldr))


def format_value(locale: Locale, fact: Fact, value: Value, form: str = "") -> str:
    """A fact's value as text. `form`: "" with unit, "number" without, "abs" with unit but no sign."""
    if fact.unit in locale.units:
        written = value.value.lstrip("-+−") if form == "abs" else value.value
        number = format_number(locale, written)
        return number if form == "number" else locale.units[fact.unit].format(number)
    if fact.unit == "date":
        return format_date(locale, date.fromisoformat(value.value))
    if fact.unit in ("monthday", "window"):
        days = [format_monthday(locale, *map(int, part.split("-"))) for part in value.value.split("/")]
        return days[0] if fact.unit == "monthday" else locale.dates["window"].format(start=days[0], end=days[1])
    return value.value
