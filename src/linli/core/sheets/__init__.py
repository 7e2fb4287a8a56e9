"""Tables in and out: what people's Excel and CSV files hold, read with guards, written safely."""

from linli.core.sheets.reading import Sheet, read_book, read_sheet
from linli.core.sheets.writing import write_sheet

__all__ = ["Sheet", "read_book", "read_sheet", "write_sheet"]
