"""Columns and constraints of 每件事: a matter, what hangs on it, what its community sets."""

from linli.engines.cases.models.case import Case as Case
from linli.engines.cases.models.case import CaseNumber as CaseNumber
from linli.engines.cases.models.community import DangerSetting as DangerSetting
from linli.engines.cases.models.community import KindSetting as KindSetting
from linli.engines.cases.models.community import Lesson as Lesson
from linli.engines.cases.models.community import RoutingRule as RoutingRule
from linli.engines.cases.models.community import SavedView as SavedView
from linli.engines.cases.models.objection import NamesCovered as NamesCovered
from linli.engines.cases.models.objection import Objection as Objection
from linli.engines.cases.models.timeline import Answer as Answer
from linli.engines.cases.models.timeline import DepartmentCall as DepartmentCall
from linli.engines.cases.models.timeline import Note as Note
from linli.engines.cases.models.timeline import Photo as Photo
from linli.engines.cases.models.timeline import Step as Step
from linli.engines.cases.models.timeline import Supporter as Supporter
