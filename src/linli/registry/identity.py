"""What a phone number and a resident's ID number must look like. No Django here."""

from __future__ import annotations

import re
from datetime import date

from linli.registry.names import half_width

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK_LETTERS = "10X98765432"
GUARDED_BELOW_YEARS = 14  # 个人信息保护法 31: a guardian decides for whom is younger
LIFE_YEARS = 120


def tidy_phone(typed: str) -> str:
    """Return the digits of a phone: "138-0013 8001" → "13800138001"; an extension stays."""
    text = re.sub(r"[\s\-—()（）.]+", "", half_width(typed).removesuffix(".0"))
    return re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", text)


def phone_is_plausible(phone: str) -> bool:
    """True for a mobile number, a landline with or without area code, or a short number."""
    return bool(re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|400\d{7}|\d{5,6}", phone))


def tidy_id(typed: str) -> str:
    """Return an ID number without blanks, its check letter a capital."""
    return re.sub(r"[\s'’]+", "", half_width(typed)).upper()


def looks_like_id(typed: str) -> bool:
    """True for 17 digits and a digit or X, right or mistyped."""
    return bool(re.fullmatch(r"\d{17}[\dX]", tidy_id(typed)))


def id_fault(number: str, *, today: date) -> str:
    """Return what is wrong with an ID number: "length", "letters", "date", "check", or ""."""
    if len(number) != 18:
        return "length"
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "letters"
    born = id_birthday(number)
    if born is None or not today.year - LIFE_YEARS <= born.year or born > today:
        return "date"
    total = sum(w * int(d) for w, d in zip(WEIGHTS, number[:17], strict=True))
    return "" if CHECK_LETTERS[total % 11] == number[17] else "check"


def id_birthday(number: str) -> date | None:
    """Return the day of birth that an ID number tells, if there is such a day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_sex(number: str) -> str:
    """Return "m" or "f" as the number's 17th digit tells."""
    return "m" if int(number[16]) % 2 else "f"


def with_check_letter(first17: str) -> str:
    """Return the whole number for the first 17 digits."""
    total = sum(w * int(d) for w, d in zip(WEIGHTS, first17, strict=True))
    return first17 + CHECK_LETTERS[total % 11]


def age(born: date, *, today: date) -> int:
    """Return full years of life."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def needs_guardian(born: date | None, *, today: date) -> bool:
    """True below 14 years: a guardian gives the consent."""
    return born is not None and age(born, today=today) < GUARDED_BELOW_YEARS
