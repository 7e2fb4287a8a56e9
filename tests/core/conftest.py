"""Houses of their own for the core room's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core import houses
from tests.core.houses import House


@pytest.fixture(scope="session")
def model_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An idle house with all its tables, to be copied."""
    house = houses.found(tmp_path_factory.mktemp("model") / "home")
    yield house
    houses.tear_down(house)


@pytest.fixture
def new_house(model_house: House, tmp_path: Path) -> Iterator[Callable[[str], House]]:
    """Found a house under a name."""
    made: list[House] = []

    def make(name: str) -> House:
        made.append(houses.like(model_house, tmp_path / name))
        return made[-1]

    yield make
    for house in made:
        houses.tear_down(house)
