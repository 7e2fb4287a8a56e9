"""Every key that a programme's file may have. docs/programmes.md lists the same ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table, whether it must be there, and how it is written."""

    name: str
    example: str
    required: bool = False


BOTH = '{ zh = "…", en = "…" }'

LABEL = (
    Key("zh", 'zh = "路灯"', required=True),
    Key("en", 'en = "Lamp"', required=True),
)
PROGRAMME = (
    Key("code", 'code = "repairs"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("about", f"about = {BOTH}"),
    Key("category", "[[category]]"),
    Key("case", "[[case]]", required=True),
)
TREE = (Key("category", "[[category]]", required=True),)
CATEGORY = (
    Key("code", 'code = "lighting"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("parent", 'parent = "repairs"'),
)
CASE = (
    Key("code", 'code = "lamp_broken"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("category", 'category = "lighting"', required=True),
    Key("help", f"help = {BOTH}"),
    Key("workflow", 'workflow = "standard"', required=True),
    Key("deadline", 'deadline = "3 working days"', required=True),
    Key("deadlines", 'deadlines = { urgent = "24 hours", emergency = "2 hours" }'),
    Key("answer_within", 'answer_within = "4 working hours"'),
    Key("warn_at", "warn_at = 0.75"),
    Key("answered_by", 'answered_by = ["property_staff", "grid_worker"]', required=True),
    Key("organisation", 'organisation = "property_company"'),
    Key("escalation", 'escalation = [{ role = "secretary", after_working_days = 1 }]'),
    Key("photos", 'photos = ["before", "after"]'),
    Key("is_public", "is_public = true"),
    Key("silent_after_days", "silent_after_days = 7"),
    Key("review_after_days", "review_after_days = 30"),
    Key("call_first", 'call_first = "119"'),
    Key("words", 'words = ["路灯", "不亮"]', required=True),
    Key("open311_keywords", 'open311_keywords = ["lamp"]'),
    Key("field", "[[case.field]]"),
)
FIELD = (
    Key("code", 'code = "since"', required=True),
    Key("type", 'type = "date"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("required", "required = true"),
    Key("help", f"help = {BOTH}"),
    Key("options", f"options = {{ yes = {BOTH} }}"),
)
ESCALATION = (
    Key("role", 'role = "secretary"', required=True),
    Key("after_working_days", "after_working_days = 1", required=True),
)
TABLES: dict[str, tuple[Key, ...]] = {
    "programme": PROGRAMME,
    "category": CATEGORY,
    "case": CASE,
    "case.field": FIELD,
    "case.escalation": ESCALATION,
    "label": LABEL,
}
