"""Every column that can hold a person's text is forgotten with the person, or says why not."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from linli.registry.forgetting import FORGOTTEN, TEXTS

TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
CODES = "codes, keys and hashes of the house's own"
STAFF = "who acted or serves, by office; a resident stands there as a door"
SETTINGS = "what the community set for everybody"
# (model, columns or * for the whole) → why no resident's text stands there.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("core.Line", "*"): "append-only, and holds no names; its reason lies beside it",
    ("core.Reason", "salt"): CODES,
    ("core.ChainHead", "*"): CODES,
    ("holidays.CalendarDay", "*"): SETTINGS,
    ("core.CommunityDay", "*"): SETTINGS,
    ("core.Tally", "*"): CODES,
    ("core.JobRun", "*"): CODES,
    ("core.HouseNote", "*"): CODES,
    ("registry.Fact", "property source by"): CODES,
    ("registry.Place", "*"): "names of places, on their labels outdoors; an alias is forgotten",
    ("registry.Consent", "purpose"): CODES,
    ("registry.PurposeSetting", "*"): CODES,
    ("accounts.User", "*"): "a log-in of staff, closed with the post",
    ("registry.Invitation", "*"): "a post offered to staff, who accept in office",
    ("registry.Organisation", "*"): "offices and companies",
    ("registry.HouseholdKey", "*"): CODES,
    ("registry.Import", "counts"): "numbers",
    ("registry.ImportRow", "outcome"): CODES,
    ("registry.HeaderMemory", "*"): SETTINGS,
    ("outbox.Message", "event about once"): CODES,
    ("outbox.Wording", "*"): SETTINGS,
    ("cases.Case", "kind suggestion external_id danger"): CODES,
    ("cases.DangerSetting", "*"): SETTINGS,
    ("cases.Case", "owner_label first_owner_label"): STAFF,
    ("cases.Objection", "by came_from answered_by"): STAFF,
    ("cases.RoutingRule", "*"): SETTINGS,
    ("cases.KindSetting", "*"): SETTINGS,
    ("cases.Lesson", "*"): "weights of hashed features",
    ("cases.Step", "verb by by_label"): STAFF,
    ("cases.Note", "by by_label"): STAFF,
    ("campaigns.Campaign", "kind code purpose chosen every_days counts"): SETTINGS,
    ("campaigns.FormVersion", "*"): SETTINGS,
    ("campaigns.Walker", "*"): STAFF,
    ("campaigns.Door", "key former last_slot"): CODES,
    ("campaigns.AnswerTally", "key"): CODES,
    ("campaigns.Conflict", "property choice"): CODES,
    ("campaigns.Reached", "*"): CODES,
    ("campaigns.Visit", "by by_label slot"): STAFF,
    ("campaigns.VisitPhoto", "name"): CODES,
    ("campaigns.MissingPhoto", "name"): CODES,
    ("campaigns.PhotoUpload", "*"): CODES,
    ("campaigns.EffectRun", "do result"): CODES,
    ("accounts.ApiToken", "*"): "a program, not a person",
    ("account.EmailAddress", "*"): "a log-in of staff",
    ("account.EmailConfirmation", "*"): "a log-in of staff",
    ("mfa.Authenticator", "*"): "a log-in of staff",
    ("admin.LogEntry", "*"): "not in use",
    ("auth.Permission", "*"): CODES,
    ("auth.Group", "*"): CODES,
    ("contenttypes.ContentType", "*"): CODES,
    ("sessions.Session", "*"): "what a browser typed last; it ends with the session",
}


def excepted(label: str, column: str) -> bool:
    return any(
        label == model and (columns == "*" or column in columns.split())
        for model, columns in EXCEPTIONS
    )


def text_columns(model: type[models.Model]) -> list[str]:
    """The columns into which somebody could write a name; those with choices hold none."""
    fields = model._meta.concrete_fields
    return [one.attname for one in fields if isinstance(one, TEXT) and not one.choices]


def test_every_text_column_is_forgotten_or_says_why_not() -> None:
    untold = [
        f"{model._meta.label}.{column}"
        for model in apps.get_models()
        for column in text_columns(model)
        if column not in known(model) and not excepted(model._meta.label, column)
    ]
    assert not untold, (
        "Name these columns in the room's forgetting.register() (holds_texts, or also for what it "
        f"deletes), or say in EXCEPTIONS why no resident's text stands there: {untold}"
    )


def known(model: type[models.Model]) -> set[str]:
    """The columns that a room forgets."""
    texts = TEXTS.get(model)
    return {*(texts.columns if texts else ()), *FORGOTTEN.get(model, ())}


def test_no_exception_is_stale() -> None:
    named = {model._meta.label: text_columns(model) for model in apps.get_models()}
    stale = [
        (label, column)
        for label, columns in EXCEPTIONS
        for column in columns.split()
        if label not in named or (column != "*" and column not in named[label])
    ]
    assert not stale


def test_what_is_forgotten_is_there() -> None:
    for texts in TEXTS.values():
        for column in texts.columns:
            texts.model._meta.get_field(column)
        if texts.community:
            assert str(texts.rows(1).query)
