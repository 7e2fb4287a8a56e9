"""Production asks staff for a second factor by default."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECOND_FACTOR = "from linli.config import settings as house; print(house.STAFF_SECOND_FACTOR)"


@pytest.mark.parametrize(("said", "asks"), [("", "True"), ("0", "False")])
def test_production_asks_for_a_second_factor_unless_it_is_told_not_to(
    tmp_path: Path, said: str, asks: str
):
    house_of_its_own = {**os.environ, "LINLI_HOME": str(tmp_path), "LINLI_PRODUCTION": "1"}
    if said:
        house_of_its_own["LINLI_STAFF_SECOND_FACTOR"] = said
    command = [sys.executable, "-c", SECOND_FACTOR]
    told = subprocess.run(command, env=house_of_its_own, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == asks
