"""The data API's description: committed, and kept to under schemathesis with all its checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from linli.core import limits, parsing
from linli.engines.cases import actions
from linli.faces.api.data.api import api
from linli.registry.actions.tokens import Issued
from tests.cast import Cast

SNAPSHOT = Path(__file__).parents[2] / "docs/openapi.json"
EXAMPLES = 6  # an operation


def described() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return content


def test_the_committed_description_is_the_real_one() -> None:
    """If this fails on purpose: python -m tests.api.test_schema writes it anew."""
    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == described()


def exemplary() -> Any:
    """The description with examples that stand for rows which each test makes: see ``real``."""
    content = described()
    for path in content["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in STANDS_FOR:
                    parameter["example"] = STANDS_FOR[parameter["name"]]
    filing = content["paths"]["/api/cases"]["post"]["requestBody"]["content"]
    filing["application/json"]["example"] = {
        "community_id": STANDS_FOR["community"],
        "kind": "noise",
        "text": "夜里施工",
    }
    loaded = schemathesis.openapi.from_dict(content)
    loaded.app = WSGIHandler()  # in process: no server, the test's own transaction
    return loaded


# JSON Schema has no word for the years that the description names.
FIRST, LAST = datetime(parsing.FIRST_YEAR, 1, 2), datetime(parsing.LAST_YEAR - 1, 12, 30)
schemathesis.openapi.format(
    "date-time",
    st.datetimes(FIRST, LAST).map(lambda at: f"{at.replace(microsecond=0).isoformat()}Z"),
)
schemathesis.openapi.format("date", st.dates(FIRST.date(), LAST.date()).map(date.isoformat))

STANDS_FOR: dict[str, Any] = {"case_id": 900_001, "code": "ENTRANCE", "community": 900_002}
schema = exemplary()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A request's end must not close the connection that the test's transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """What stands in a description for a row → the row's own id or code."""
    monkeypatch.setattr(limits, "hit", lambda *args, **kwargs: None)
    with transaction.atomic():
        case = actions.file_case(
            by=cast.actor("grid_worker"),
            community_id=cast.community.pk,
            channel="desk",
            kind="noise",
            text="夜里施工",
        ).case
    rows = (case.pk, cast.entrance.code, cast.community.pk)
    return dict(zip(STANDS_FOR.values(), rows, strict=True))


@pytest.mark.strict
@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_call_breaks_the_description(
    case: schemathesis.Case, token: Issued, real: dict[Any, Any]
) -> None:
    for holder in (case.path_parameters, case.query, case.body):
        for name, value in list(holder.items()) if isinstance(holder, dict) else ():
            if isinstance(value, int | str) and value in real:
                holder[name] = real[value]
    case.call_and_validate(headers={"Authorization": f"Bearer {token.secret}"})


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(described(), ensure_ascii=False, indent=1) + "\n", "utf-8")
