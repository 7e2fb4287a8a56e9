"""Tables that lie side by side on one sheet, with the same headers: 房号 姓名 | 房号 姓名."""

from __future__ import annotations

from dataclasses import replace

from linli.core.sheets import Sheet
from linli.registry.intake.fields import by_header, plain_header

ADDRESS = ("door", "dwelling")


def apart(title: str, sheet: Sheet) -> dict[str, Sheet]:
    """Return the tables of a sheet by a title for each; most sheets hold one."""
    starts = _starts(sheet.headers)
    if len(starts) < 2:
        return {title: sheet}
    ends = [*starts[1:], len(sheet.headers)]
    tables = {}
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        kept = [n for n, row in enumerate(sheet.rows) if any(row[start:end])]
        tables[f"{title} ({number})" if number > 1 else title] = replace(
            sheet,
            headers=sheet.headers[start:end],
            rows=[sheet.rows[n][start:end] for n in kept],
            numbers=[sheet.numbers[n] for n in kept],
        )
    return tables


def _starts(headers: list[str]) -> list[int]:
    """Return the columns where a block of headers with a door begins anew."""
    plain = [plain_header(header) for header in headers]
    starts = [n for n, header in enumerate(plain) if header and header == plain[0]]
    if len(starts) < 2 or starts[0] != 0:
        return []
    blocks = [
        [header for header in plain[start:end] if header]
        for start, end in zip(starts, [*starts[1:], len(plain)], strict=True)
    ]
    has_door = any(by_header(header) in ADDRESS for header in blocks[0])
    return starts if has_door and all(block == blocks[0] for block in blocks) else []
