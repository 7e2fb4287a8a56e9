"""Calculations, put where what they need is known and what needs them comes after: in a workbook
they may stand anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from linli.forms import trees
from linli.forms.filling import named_in
from linli.forms.schema import HOLDERS, Condition, Form, Question

Questions = tuple[Question, ...]
MOST_MOVES, MOST_MOVES_OF_ONE = 600, 4


@dataclass(frozen=True)
class Place:
    """Where a question stands: in which row, in which repeat, under which conditions."""

    question: Question
    number: int
    repeat: str
    conditions: tuple[Condition, ...]


def settled(questions: Questions) -> tuple[Questions, list[tuple[str, str]]]:
    """Return the questions with each calculation that stands in the wrong place moved; and pairs
    of codes: which question is asked before which other, that hangs on it."""
    questions = _calculated(questions)
    asked_before: list[tuple[str, str]] = []
    for _move in range(MOST_MOVES):
        pair = _asked_too_late(questions, asked_before)
        if pair is None:
            break
        asked_before.append(pair)
        questions = _calculated(_put_before(questions, *pair))
    return _filled(questions), asked_before


def _filled(questions: Questions) -> Questions:
    """Leave out groups that hold nothing."""
    kept = (replace(question, questions=_filled(question.questions)) for question in questions)
    return tuple(each for each in kept if each.questions or each.type not in HOLDERS)


def _asked_too_late(questions: Questions, moved: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return (question, other) where the other hangs on what is asked only after it, in the same
    group, and which itself hangs on nothing that comes after the other."""
    places = {place.question.code: place for place in _places(questions)}
    codes = {code for code, _before in moved}
    for place in places.values():
        for code in needs(place.question):
            late = places.get(code)
            if late is None or late.number <= place.number or code in codes:
                continue
            first = places.get(_neighbour(questions, place.question.code, code))
            wanted = [places[needed] for needed in _needs_within(late.question) if needed in places]
            if first and all(other.number < first.number for other in wanted):
                return code, first.question.code
    return None


def _needs_within(question: Question) -> Iterator[str]:
    """Yield what a question and those that it holds need from outside of it."""
    inside = {question.code, *(each.code for each in Form(question.questions).every())}
    for each in (question, *Form(question.questions).every()):
        yield from (code for code in needs(each) if code not in inside)


def _neighbour(questions: Questions, code: str, late: str) -> str:
    """Return what stands beside the later question and is, or holds, the other one; "" if there is
    no such."""
    for question in questions:
        if question.questions and (beside := _neighbour(question.questions, code, late)):
            return beside
    if not any(question.code == late for question in questions):
        return ""
    holding = (
        question.code
        for question in questions
        if question.code == code or Form(question.questions).find(code)
    )
    return next(holding, "")


def _put_before(questions: Questions, code: str, other: str) -> Questions:
    moved = Form(questions).find(code)
    return _put_before_in(_without(questions, code), moved, other) if moved else questions


def _put_before_in(questions: Questions, moved: Question, other: str) -> Questions:
    level: list[Question] = []
    for question in questions:
        if question.code == other:
            level.append(moved)
        level.append(replace(question, questions=_put_before_in(question.questions, moved, other)))
    return tuple(level)


def _calculated(questions: Questions) -> Questions:
    """Return the questions with each calculation that stands in the wrong place moved."""
    moves: Counter[str] = Counter()
    for _move in range(MOST_MOVES):
        places = {place.question.code: place for place in _places(questions)}
        wrong = _wrong(places, moves)
        if wrong is None:
            return questions
        moves[wrong.question.code] += 1
        questions = _moved(questions, wrong, places)
    return questions


def _wrong(places: dict[str, Place], moves: Counter[str]) -> Place | None:
    """Return a calculation that is needed before it stands there, or needs what comes later."""
    for place in places.values():
        for code in needs(place.question):
            other = places.get(code)
            if other is None or other.number < place.number:
                continue
            first = _first_to_move(other, place.number, places)
            for each in (first, place):
                is_free = moves[each.question.code] < MOST_MOVES_OF_ONE
                if each.question.type == "calculate" and is_free:
                    return each
    return None


def _first_to_move(place: Place, before: int, places: dict[str, Place], depth: int = 0) -> Place:
    """Return what a calculation needs that is a calculation itself, and stands too late as well."""
    for code in needs(place.question):
        other = places.get(code)
        is_late = other is not None and other.number > before and depth < MOST_MOVES_OF_ONE
        if other is not None and is_late and other.question.type == "calculate":
            return _first_to_move(other, before, places, depth + 1)
    return place


def needs(question: Question) -> Iterator[str]:
    """Yield the codes of what must be known where a question is asked."""
    conditions = (
        question.show_if, question.required_if, question.constraint, question.calculation,
        question.choice_filter, question.count,
    )  # fmt: skip
    for condition in conditions:
        if condition is not None:
            yield from (code for code in trees.names(condition.tree) if code != question.code)
    yield from named_in(question.label)


def _moved(questions: Questions, place: Place, places: dict[str, Place]) -> Questions:
    """Put a calculation right behind the last that it needs, in the same repeat."""
    code = place.question.code
    above = [condition for condition in place.conditions if code not in trees.names(condition.tree)]
    question = replace(place.question, show_if=_all_of((*above, place.question.show_if)))
    behind = [
        _outside(other, place, places)
        for code in needs(question)
        if (other := places.get(code)) is not None
    ]
    behind = [
        other
        for other in behind
        if other.repeat == place.repeat and other.question.code != place.repeat
    ]
    last = max(behind, key=lambda other: other.number, default=None)
    rest = _without(questions, question.code)
    if last is not None:
        return _with(rest, question, after=last.question.code)
    return _with(rest, question, into=place.repeat) if place.repeat else (question, *rest)


def _outside(needed: Place, place: Place, places: dict[str, Place]) -> Place:
    """Return what is needed, or the whole repeat in which it is asked, seen from outside of it."""
    if needed.repeat and needed.repeat != place.repeat:
        return places[needed.repeat]
    return needed


def _all_of(conditions: tuple[Condition | None, ...]) -> Condition | None:
    wanted = [condition for condition in conditions if condition is not None]
    if len(wanted) < 2:
        return wanted[0] if wanted else None
    expression = " and ".join(f"({condition.said})" for condition in wanted)
    return Condition(expression, ["and", *(condition.tree for condition in wanted)])


def _places(
    questions: Questions, repeat: str = "", conditions: tuple[Condition, ...] = (), number: int = 0
) -> Iterator[Place]:
    for question in questions:
        yield Place(question, number, repeat, conditions)
        number += 1
        if question.questions:
            is_repeat = question.type == "repeat"
            inside = (*conditions, question.show_if) if question.show_if else conditions
            for place in _places(
                question.questions,
                question.code if is_repeat else repeat,
                () if is_repeat else inside,
                number,
            ):
                yield place
                number = place.number + 1


def _without(questions: Questions, code: str) -> Questions:
    return tuple(
        replace(question, questions=_without(question.questions, code))
        for question in questions
        if question.code != code
    )


def _with(questions: Questions, new: Question, *, after: str = "", into: str = "") -> Questions:
    level: list[Question] = []
    for question in questions:
        inside = _with(question.questions, new, after=after, into=into)
        if question.code == into:
            inside = (new, *inside)
        level.append(replace(question, questions=inside))
        if question.code == after:
            level.append(new)
    return tuple(level)
