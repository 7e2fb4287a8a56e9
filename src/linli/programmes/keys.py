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
    Key("case", "[[case]]"),
    Key("campaign", "[[campaign]]"),
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
    Key("about_people", "about_people = true"),
    Key("silent_after_days", "silent_after_days = 7"),
    Key("review_after_days", "review_after_days = 30"),
    Key("places", 'places = ["lift"]'),
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
CAMPAIGN = (
    Key("code", 'code = "corridor_round"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("about", f"about = {BOTH}", required=True),
    Key("purpose", 'purpose = "visits"', required=True),
    Key("targets", 'targets = "households"', required=True),
    Key("care", 'care = ["old_alone", "disabled"]'),
    Key("place_kind", 'place_kind = "lift"'),
    Key("most_visits", "most_visits = 3"),
    Key("every_days", 'every_days = { "" = 180, old_alone = 30 }'),
    Key("is_open", "is_open = true"),
    Key("question", "[[campaign.question]]", required=True),
    Key("effect", "[[campaign.effect]]"),
    Key("column", "[[campaign.column]]"),
    Key("list_if", 'list_if = { question = "agrees", is = "yes" }'),
)
QUESTION = (
    Key("code", 'code = "clutter"', required=True),
    Key("type", 'type = "select_one"', required=True),
    Key("label", f"label = {BOTH}", required=True),
    Key("help", f"help = {BOTH}"),
    Key("required", "required = true"),
    Key("default", 'default = "none"'),
    Key("options", f"options = {{ none = {BOTH} }}"),
    Key("options_from", 'options_from = "wishes"'),
    Key("show_if", 'show_if = { question = "clutter", is = "some" }'),
    Key("constraint", 'constraint = ". >= 0"'),
    Key("constraint_says", f"constraint_says = {BOTH}"),
    Key("binds", 'binds = "contact.phone"'),
    Key("place_kind", 'place_kind = "building"'),
    Key("most", "most = 3"),
    Key("question", "[[campaign.question.question]]"),
)
WHEN = (
    Key("question", 'question = "clutter"', required=True),
    Key("is", 'is = "some"'),
    Key("includes", 'includes = "old_alone"'),
)
# Effects by name: how the word beside the name is called, and which others there may be.
EFFECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "open_case": ("kind", ("text", "title", "place", "urgency", "fields")),
    "add_care_need": ("kind", ("remark",)),
    "enrol_volunteer": ("skills", ("text",)),
    "raise_wish": ("text", ("title",)),
    "raise_topic": ("text", ("title",)),
    "mark_reached": ("", ()),
}
EFFECT = (
    Key("when", 'when = { question = "clutter", is = "some" }'),
    Key("open_case", 'open_case = "corridor_clutter"'),
    Key("add_care_need", 'add_care_need = "{needs}"'),
    Key("enrol_volunteer", 'enrol_volunteer = "{skills}"'),
    Key("raise_wish", 'raise_wish = "{wish}"'),
    Key("raise_topic", 'raise_topic = "{topic}"'),
    Key("mark_reached", "mark_reached = true"),
    Key("text", 'text = "{what}"'),
    Key("title", 'title = "{what}"'),
    Key("place", 'place = "{where}"'),
    Key("urgency", 'urgency = "urgent"'),
    Key("fields", 'fields = { things = "{things}" }'),
    Key("remark", 'remark = "{what}"'),
)
COLUMN = (
    Key("header", f"header = {BOTH}", required=True),
    Key("source", 'source = "contact.name"', required=True),
)
TABLES: dict[str, tuple[Key, ...]] = {
    "programme": PROGRAMME,
    "category": CATEGORY,
    "case": CASE,
    "case.field": FIELD,
    "case.escalation": ESCALATION,
    "campaign": CAMPAIGN,
    "campaign.question": QUESTION,
    "campaign.when": WHEN,
    "campaign.effect": EFFECT,
    "campaign.column": COLUMN,
    "label": LABEL,
}
