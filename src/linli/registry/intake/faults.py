"""What may be wrong with a row or worth a look, in sentences that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.registry.intake.fields import FIELDS
from linli.registry.models import CareNeed, Household

SENTENCES: dict[str, Promise] = {
    "door_missing": _("No door is given. Write it like 704-2-301."),
    "door_unreadable": _("“%(given)s” is not a door we can read. Write it like 704-2-301."),
    "door_unknown": _(
        "There is no door %(given)s in the register. Correct it, or let the import make new doors."
    ),
    "door_date": _(
        "Excel has made a day of this door: %(given)s. Format the column as text, type it again."
    ),
    "door_estate": _(
        "This address names another estate than row %(given)s, yet the same building. Write the "
        "estate's part into the building's name: 一期3号楼."
    ),
    "door_two": _("Several entrances have a door %(given)s. Add the entrance: 704-2-301."),
    "name_missing": _("Nobody is named. Write who lives here, or that the home stands empty."),
    "name_long": _("The name is longer than 60 characters. Please shorten it."),
    "name_gone": _(
        "“%(given)s” is marked as dead or moved away. Take this person out of the list."
    ),
    "name_digits": _("“%(given)s” holds digits and is no name. Is the column the right one?"),
    "text_long": _("The text is too long for this column. Please shorten it."),
    "date_unreadable": _("“%(given)s” is not a day we can read. Write it like 1990-03-05."),
    "date_impossible": _("“%(given)s” does not exist in the calendar. Please correct it."),
    "date_future": _("“%(given)s” lies in the future. Please correct the year."),
    "date_too_old": _("“%(given)s” is more than 120 years ago. Please correct the year."),
    "phone": _("“%(given)s” is no phone number. A mobile has 11 digits, a landline its area code."),
    "id_eaten": _(
        "Excel has cut this ID number. Format the column as text, type the number again."
    ),
    "id_length": _("An ID number has 18 characters; here are %(length)s. Please count again."),
    "id_letters": _("An ID number has 17 digits and then a digit or X. Please look again."),
    "id_date": _("The birthday inside this ID number does not exist. Please look again."),
    "id_check": _(
        "A digit of this ID number is mistyped: its last character does not fit. Compare the card."
    ),
    "id_born": _("The birthday differs from the one inside the ID number. Correct one of them."),
    "id_elsewhere": _(
        "Somebody with this ID number is entered at %(given)s. Move them there first, or correct."
    ),
    "id_twice": _("The same ID number stands in row %(given)s. Keep one of the two."),
    "person_twice": _("The same person stands in row %(given)s. Keep one of the two."),
    "erased": _(
        "Somebody in this row was erased from the register meanwhile; the row is not kept."
    ),
    "sex": _("“%(given)s” is neither 男 nor 女. Write one of them, or leave it empty."),
    "area": _("“%(given)s” is no floor area. Write m² as a number, like 92.5."),
    "yes_or_no": _("“%(given)s” is neither yes nor no. Write 是 or 否."),
    "tenure": _("“%(given)s” is not known. Write 自有, 租住 or 其他."),
    "residence": _("“%(given)s” is not known. Write 常住, 流动 or 空置."),
    "care": _("“%(given)s” is not known. Write 独居, 高龄, 残疾, 低保, 失业, 重病 or 留守儿童."),
}

NOTES: dict[str, Promise] = {
    "phone_part": _("only the first number in this cell is taken in."),
    "phone_eaten": _("Excel has rounded this number; it is left out. Format the column as text."),
    "other_paper": _("this is no ID number of 18 characters; the paper's number is left out."),
    "nobody": _("“%(given)s” is nobody's name; it becomes a remark, and nobody is entered."),
    "member_id": _("the ID number of %(given)s is entered already or stands twice; left out."),
    "phone_shared": _("the same phone stands in row %(given)s, at another door. Whose is it?"),
    "phone_known": _("the same phone is entered at %(given)s. Whose is it?"),
    "day_guessed": _("the day is not given; taken in as %(given)s."),
    "name_beside": _("“%(given)s” beside the name is left out."),
    "member_unread": _("“%(given)s” is no name and is left out."),
    "member": _("%(given)s is entered as a member too."),
    "care": _("%(given)s is noted as a care need."),
    "new": _("%(after)s is new here."),
    "change": _("%(given)s becomes %(after)s."),
}


def fault(code: str, *, field: str = "", column: str = "", given: str = "") -> dict[str, str]:
    """Return a fault as it is kept: its code, field, column header and what was typed."""
    shown = "" if field == "id_number" and code not in ("id_elsewhere", "id_twice") else given
    return {
        "code": code,
        "field": field,
        "column": column,
        "given": shown[:40],
        "length": str(len(given.strip())),
    }


def note(
    code: str, *, field: str = "", column: str = "", given: str = "", after: str = ""
) -> dict[str, str]:
    """Return what is worth a look, as it is kept beside the faults; it holds no row back."""
    return {
        "note": "1",
        "code": code,
        "field": field,
        "column": column,
        "given": given[:40],
        "after": after[:40],
    }


def sentence(row: str, kept: dict[str, Any]) -> str:
    """Say a kept fault in the reader's language: row, column, what to do."""
    text = str(SENTENCES[kept["code"]]) % kept
    column = kept["column"] or str(FIELDS.get(kept["field"], ""))
    if not column:
        return str(_("Row %(row)s: %(said)s")) % {"row": row, "said": text}
    return str(_("Row %(row)s, column “%(column)s”: %(said)s")) % {
        "row": row,
        "column": column,
        "said": text,
    }


def remark(kept: dict[str, Any]) -> str:
    """Say a kept note in the reader's language: which field, what will happen."""
    words = {side: _shown(kept["field"], kept[side]) for side in ("given", "after")}
    text = str(NOTES[kept["code"]]) % words
    label = FIELDS.get(kept["field"], kept["column"])
    return str(_("%(label)s: %(said)s")) % {"label": label, "said": text}


def _shown(field: str, value: str) -> str:
    """Say a value as people do: its choice in words, an empty one as a dash."""
    choices = _CHOICES.get(field, {})
    return str(choices.get(value, value)) or "—"


_CHOICES: dict[str, dict[Any, Any]] = {
    "tenure": dict(Household.Tenure.choices),
    "residence": dict(Household.Residence.choices),
    "care": dict(CareNeed.Kind.choices),
    "sex": {"m": _("male"), "f": _("female")},
}
