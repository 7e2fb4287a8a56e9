"""What a campaign heard: every question counted, each number beside what it is a share of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.answered import Answered, answered, whole_form
from linli.engines.campaigns.queries.reach import doors_under, sees_all
from linli.engines.campaigns.queries.tallied import Heard, heard
from linli.engines.campaigns.rules import counting, tallying
from linli.engines.campaigns.rules.counting import Spread
from linli.engines.campaigns.rules.tallying import Count, Tallied
from linli.forms.schema import CHOSEN, Form, Question
from linli.registry import redaction
from linli.registry.access import Actor
from linli.registry.models import Place

BUILDING, VILLAGE = "*building", "*village"  # of a cross-table: no question is called so
MOST_PLACES, MOST_DAYS = 20, 14  # rows of one question; more days are told by month
# How many letters of a day or time tell it apart, and how many do where there are many.
WHEN = {
    "date": (len("2026-11-25"), len("2026-11")),
    "datetime": (len("2026-11-25"), len("2026-11")),
    "time": (len("08:30"), len("08")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer and how many gave it; ``percent`` is of those who answered."""

    code: str
    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Words:
    """Free text that says the same, the first as it was said but for phones and names in it, the
    first doors it was said at, and at how many more."""

    text: str
    count: int
    doors: tuple[tuple[int | None, str], ...]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """One question: how many were asked, how many answered, and what."""

    code: str
    label: str
    type: str
    group: str
    asked: int
    answered: int
    rows: tuple[Row, ...] = ()
    spread: Spread | None = None
    words: tuple[Words, ...] = ()
    more: int = 0  # groups of words that are not shown
    is_crossable: bool = False


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of two questions; ``rows`` are (label, answered, [(count, percent of the row)])."""

    down: str
    across: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[tuple[int, int], ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """All that the page shows."""

    campaign: Campaign
    form: Form
    doors: int
    heard: int
    is_whole: bool  # nothing was said that the reader's posts do not reach
    results: tuple[Result, ...]
    choices: tuple[tuple[str, str], ...] = field(default=())  # what can be crossed
    cross: Cross | None = None


def results(actor: Actor, campaign_id: int, *, down: str = "", across: str = "") -> Results:
    """Return the counted answers within reach (≤ 6 queries, two more when two are crossed).

    ``down`` and ``across`` are codes of two questions to choose from, or ``BUILDING`` and
    ``VILLAGE``. Raises ``NotFound`` for a question that cannot be crossed.
    """
    campaign = campaign_for(actor, campaign_id)
    form, versions = whole_form(campaign)
    tally = heard(actor, campaign, form, versions)
    places = place_names(_places_chosen(form, tally.counts))
    results = tuple(
        _result(question, group, tally, form=form, places=places)
        for question, group in asked_for(form.questions)
    )
    choices = tuple((result.code, result.label) for result in results if result.is_crossable)
    if campaign.targets != Campaign.Targets.ANYONE:
        choices = ((BUILDING, _("building")), (VILLAGE, _("village of origin")), *choices)
    visits = answered(actor, campaign) if down and across else []
    return Results(
        campaign=campaign,
        form=form,
        doors=doors_under(actor, campaign).count(),
        heard=tally.counts.heard,
        is_whole=sees_all(actor, campaign),
        results=results,
        choices=choices,
        cross=_cross(form, visits, down, across, choices) if down and across else None,
    )


def asked_for(questions: Sequence[Question], group: str = "") -> Iterator[tuple[Question, str]]:
    """Yield each question that has answers of its own, with its group's name; repeats whole."""
    for question in questions:
        if question.type == "group":
            yield from asked_for(question.questions, str(question.label))
        elif question.type not in ("note", "calculate"):
            yield question, group


def _result(
    question: Question, group: str, tally: Heard, *, form: Form, places: dict[str, str]
) -> Result:
    count = tally.counts.questions.get(question.code, Count())
    bare = Result(
        code=question.code,
        label=str(question.label),
        type=question.type,
        group=group,
        asked=count.asked,
        answered=count.answered,
    )
    if question.type in CHOSEN:
        rows = _options(form, question, count)
        return replace(bare, rows=rows, is_crossable=question.type != "rank")
    if question.type == "location":
        return replace(bare, rows=_places(count, places))
    if question.type in ("number", "range"):
        return replace(bare, spread=tallying.spread(count.values))
    if question.type in WHEN:
        return replace(bare, rows=_days(count, *WHEN[question.type]))
    groups, more = tally.groups.get(question.code, ((), 0))
    covered = redaction.NAMELESS.cover
    words = tuple(
        Words(covered(alike.text).text, alike.count, alike.doors, alike.others) for alike in groups
    )
    return replace(bare, words=words, more=more)


def options_of(form: Form, question: Question) -> dict[str, str]:
    """Return code → label of what may be chosen; those of another question if it says so."""
    source = form.find(question.options_from) if question.options_from else question
    return {option.code: str(option.label) for option in source.options} if source else {}


def _options(form: Form, question: Question, count: Count) -> tuple[Row, ...]:
    """Return every option in the form's order, and then what older forms offered."""
    labels = options_of(form, question)
    codes = [*labels, *sorted(set(count.values) - set(labels))]
    return tuple(_row(code, labels.get(code, code), count.values[code], count) for code in codes)


def _places(count: Count, names: dict[str, str]) -> tuple[Row, ...]:
    """Return the places named most, and how many named another."""
    ranked, others = counting.most_first(count.values, most=MOST_PLACES)
    rows = [(code, names.get(code, code), number) for code, number in ranked]
    rows += [("", _("other places"), others)] if others else []
    return tuple(_row(*row, count) for row in rows)


def _days(count: Count, exact: int, coarse: int) -> tuple[Row, ...]:
    """Return the days in their order; many of them by month. Times likewise, by the hour."""
    letters = exact if len(count.values) <= MOST_DAYS else coarse
    spans: Counter[str] = Counter()
    for day, number in count.values.items():
        spans[day[:letters]] += number
    return tuple(_row(day, day, spans[day], count) for day in sorted(spans))


def _row(code: str, label: str, number: int, of: Count) -> Row:
    return Row(code, label, number, counting.percent(number, of.answered))


def _cross(
    form: Form,
    visits: Sequence[Answered],
    down: str,
    across: str,
    choices: Sequence[tuple[str, str]],
) -> Cross:
    names = dict(choices)
    if down not in names or across not in names or down == across:
        raise NotFound(_("These two cannot be set against each other. Choose two from the list."))
    pairs = [(_codes(visit, down), _codes(visit, across)) for visit in visits]
    both = [(left, right) for left, right in pairs if left and right]
    counts = counting.crossed(both)
    rows = _axis(form, down, [left for left, _right in both])
    columns = _axis(form, across, [right for _left, right in both])
    made = []
    for code, label in rows.items():
        whole = sum(code in left for left, _right in both)
        cells = [counts[code, column] for column in columns]
        made.append((label, whole, tuple((n, counting.percent(n, whole)) for n in cells)))
    return Cross(names[down], names[across], tuple(columns.values()), tuple(made), len(both))


def _codes(visit: Answered, of: str) -> list[str]:
    if of == BUILDING:
        return [visit.building] if visit.building else []
    if of == VILLAGE:
        return [visit.village] if visit.village else []
    answer = visit.answers.get(of) or []
    return list(answer) if isinstance(answer, list) else [str(answer)]


def _axis(form: Form, code: str, occurring: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the axis's codes with their labels: options in the order of the form."""
    seen = {each for codes in occurring for each in codes}
    question = form.find(code)
    labels = options_of(form, question) if question else {}
    return labels | {each: each for each in sorted(seen - set(labels))}


def _places_chosen(form: Form, counts: Tallied) -> set[str]:
    asking = [question.code for question in form.every() if question.type == "location"]
    return {code for question in asking for code in counts.of(question).values}


def chosen_places(form: Form, visits: Sequence[Answered]) -> set[str]:
    """Return the codes of the places that these visits chose."""
    asking = [question.code for question in form.every() if question.type == "location"]
    return {visit.answers[code] for visit in visits for code in asking if code in visit.answers}


def place_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of places that were chosen by their codes (1 query, none without)."""
    if not codes:
        return {}
    return dict(Place.objects.filter(code__in=codes).values_list("code", "label"))
