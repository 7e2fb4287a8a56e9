"""Forms as XLSForm workbooks: the tables that KoboToolbox, ODK and many a ministry write."""

from linli.forms.xlsform.reading import Intake, look, read
from linli.forms.xlsform.writing import write

__all__ = ["Intake", "look", "read", "write"]
