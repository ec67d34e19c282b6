"""Numbers in a text, over numeral systems: 2万 = 20,000 = 两万 = ༢༠༠༠༠."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from babel import Locale as Cldr

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_HAN = re.compile("[" + "".join([*_DIGITS, *_TENS, *_MYRIADS]) + "]+")
_LOOKS_LIKE = re.compile("千万(?=不|要|别|注意)|万一|一些|一定|一般|统一|一旦|一起|一样|唯一|十分|万能|百姓|之一|进一步")
_NUMBER = re.compile(r"\d+(?:[,.   \u202f']\d{3})*(?:[.,]\d+)?")
_WORDS = (("半年", "6"), ("一周", "7"), ("半个月", "15"))


def han_value(text: str) -> int:
    """二〇二四 → 2024, 两万五千 → 25000."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[char]
            section = digit = 0
    return total + section + digit


def fold_digits(text: str) -> str:
    """Tibetan, Arabic and every other decimal digit becomes ASCII."""
    text = "".join(str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in text)
    return text.replace("\u066b", ".").replace("\u066c", ",").replace("٪", "%").replace("％", "%")


def canonical(number: str) -> str:
    """1,200 = 1 200 = 1200; 3,50 = 3.5."""
    number = re.sub(r"[\s\u00a0\u202f']", "", number)
    if not re.fullmatch(r"0[.,]\d+", number):
        number = re.sub(r"[,.](?=\d{3}(?:\D|$))", "", number)
    number = number.replace(",", ".")
    return number.rstrip("0").rstrip(".") if "." in number else number


def numbers(text: str) -> Counter[str]:
    return Counter(canonical(match) for match in _NUMBER.findall(fold_digits(text)))


def difference(source: str, target: str, locale: Cldr) -> tuple[Counter[str], Counter[str]]:
    """(numbers that the target lacks, numbers it has from nowhere).

    Every number in digits must return, in any numeral system; an extra one must be spelt out in the source.
    A month may become its name."""
    wanted, found = numbers(source), numbers(target)
    spelt: Counter[str] = Counter(str(han_value(match)) for match in _HAN.findall(_LOOKS_LIKE.sub("", source)))
    for number, unit in re.findall(r"(\d[\d,.]*)\s*([万亿])", fold_digits(source)):
        value = canonical(f"{float(number.replace(',', '')) * _MYRIADS[unit]:.2f}")
        spelt[value] += 1
        if found[value] and not found[canonical(number)]:
            wanted[canonical(number)] -= 1
    for word, value in _WORDS:
        spelt[value] += word in source
    names = locale.months["format"]["wide"]
    for month in re.findall(r"(?<!\d)(1[0-2]|0?[1-9])\s*月(?!内|以)", fold_digits(source)):
        number = canonical(month.lstrip("0"))
        if found[number] < wanted[number] and str(names[int(month)]).lower() in target.lower():
            wanted[number] -= 1
    wanted = +wanted
    return wanted - found, found - wanted - spelt
