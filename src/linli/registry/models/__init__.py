"""Columns and constraints of the register: places, people, posts, imports."""

from linli.registry.models.facts import Fact as Fact
from linli.registry.models.imports import HeaderMemory as HeaderMemory
from linli.registry.models.imports import Import as Import
from linli.registry.models.imports import ImportRow as ImportRow
from linli.registry.models.people import CareNeed as CareNeed
from linli.registry.models.people import Consent as Consent
from linli.registry.models.people import Household as Household
from linli.registry.models.people import Person as Person
from linli.registry.models.people import PurposeSetting as PurposeSetting
from linli.registry.models.places import Place as Place
from linli.registry.models.places import PlaceAlias as PlaceAlias
from linli.registry.models.posts import AccountHome as AccountHome
from linli.registry.models.posts import HouseholdKey as HouseholdKey
from linli.registry.models.posts import Invitation as Invitation
from linli.registry.models.posts import Organisation as Organisation
from linli.registry.models.posts import Post as Post
from linli.registry.models.posts import TokenReach as TokenReach
