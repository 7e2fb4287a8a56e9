"""The series in which matters are numbered."""

from linli.verbs.numbering import Series

SERIES = Series("SX")
