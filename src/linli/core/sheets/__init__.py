"""Tables in and out: what people's Excel and CSV files hold, read with guards, written safely."""

from linli.core.sheets.cells import digits_are_lost
from linli.core.sheets.guards import MOST_BYTES
from linli.core.sheets.places import SHEET_STEP, row_name
from linli.core.sheets.reading import Sheet, hidden_sheets, read_book, read_sheet
from linli.core.sheets.writing import Table, write_book, write_sheet

__all__ = [
    "MOST_BYTES",
    "SHEET_STEP",
    "Sheet",
    "Table",
    "digits_are_lost",
    "hidden_sheets",
    "read_book",
    "read_sheet",
    "row_name",
    "write_book",
    "write_sheet",
]
