"""Columns of the register: places, households, people, posts, keys, imports."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.registry.facts_model import Fact as Fact


class User(AbstractUser):
    """Somebody with a log-in: staff and building stewards. Residents need none."""

    display_name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Place(models.Model):
    """A spot in the tree: district → street office → community → building → entrance → dwelling,
    and the public places that lie anywhere below a community."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district")
        STREET_OFFICE = "street_office", _("street office")
        COMMUNITY = "community", _("community")
        BUILDING = "building", _("building")
        ENTRANCE = "entrance", _("entrance")
        DWELLING = "dwelling", _("dwelling")
        GATE = "gate", _("gate")
        CAMERA = "camera", _("camera")
        GREEN_PLOT = "green_plot", _("green plot")
        PARKING_SPACE = "parking_space", _("parking space")
        VENUE = "venue", _("venue")
        LIFT = "lift", _("lift")
        LAMP = "lamp", _("lamp")
        FACILITY = "facility", _("facility")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, help_text="ids from the root, each followed by /")
    community = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=80, help_text="as people say it: 704 楼, 3 单元")
    label = models.CharField(max_length=200, help_text="from the building down: 704 楼 2 单元 301")
    door_key = models.CharField(max_length=60, blank=True, help_text="704-2-301, for search")
    code = models.CharField(max_length=12, unique=True, help_text="the public code on its QR label")
    order = models.PositiveIntegerField(default=0)
    geometry = models.JSONField(null=True, blank=True, help_text="x, y, w, h on the estate's plan")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("place")
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="place_name_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "kind", "order"], name="place_kind"),
            models.Index(fields=["community", "door_key"], name="place_door"),
        ]

    def __str__(self) -> str:
        return self.label or self.name


class PlaceAlias(models.Model):
    """Another name by which people call a place; ``key`` is its normalised form."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    community = models.ForeignKey(Place, models.CASCADE, related_name="+")
    name = models.CharField(_("alias"), max_length=80)
    key = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("alias")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "key"], name="alias_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "key"], name="alias_key")]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Who can answer for a matter: a team, the property company, a department."""

    class Kind(models.TextChoices):
        TEAM = "team", _("team")
        PROPERTY_COMPANY = "property_company", _("property company")
        DEPARTMENT = "department", _("department")

    community = models.ForeignKey(Place, models.PROTECT, related_name="organisations")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    robot_url = models.URLField(_("WeCom robot address"), blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("organisation")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """The people who live, or could live, behind one door."""

    class Tenure(models.TextChoices):
        OWNER = "owner", _("owner")
        TENANT = "tenant", _("tenant")
        OTHER = "other", _("other")

    class Residence(models.TextChoices):
        RESIDENT = "resident", _("resident")
        FLOATING = "floating", _("floating")
        VACANT = "vacant", _("vacant")

    community = models.ForeignKey(Place, models.PROTECT, related_name="+")
    building = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    dwelling = models.ForeignKey(Place, models.PROTECT, related_name="households")
    village = models.CharField(_("village of origin"), max_length=60, blank=True)
    tenure = models.CharField(_("tenure"), max_length=10, choices=Tenure.choices, default="owner")
    residence = models.CharField(
        _("residence"), max_length=10, choices=Residence.choices, default="resident"
    )
    floor_area = models.DecimalField(
        _("floor area (m²)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    moved_out_on = models.DateField(_("moved out on"), null=True, blank=True)
    made_by_import = models.ForeignKey("Import", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("household")
        indexes: ClassVar = [
            models.Index(fields=["community", "residence"], name="household_residence"),
            models.Index(fields=["building", "id"], name="household_building"),
        ]

    def __str__(self) -> str:
        return str(self.dwelling)


class Person(models.Model):
    """A member of a household. The phone is shown masked; the ID number is kept encrypted."""

    community = models.ForeignKey(Place, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, help_text="shanxiaoming")
    initials = models.CharField(max_length=20, blank=True, help_text="sxm")
    relation = models.CharField(_("relation to the head"), max_length=20, blank=True)
    sex = models.CharField(
        _("sex"), max_length=1, blank=True, choices=[("m", _("male")), ("f", _("female"))]
    )
    born = models.DateField(_("born"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    id_cipher = models.TextField(blank=True, help_text="encrypted with the data key")
    id_index = models.CharField(max_length=64, blank=True, help_text="keyed blind index")
    is_contact = models.BooleanField(_("speaks for the household"), default=False)
    keep_until = models.DateField(null=True, blank=True, help_text="erased after this day")
    erased_at = models.DateTimeField(null=True, blank=True)
    made_by_import = models.ForeignKey("Import", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("person")
        indexes: ClassVar = [
            models.Index(fields=["community", "phone"], name="person_phone"),
            models.Index(fields=["community", "id_index"], name="person_id_index"),
            models.Index(fields=["household", "id"], name="person_household"),
        ]

    def __str__(self) -> str:
        return self.name


class CareNeed(models.Model):
    """Why somebody is looked after first. A table of its own, read only with a reason."""

    class Kind(models.TextChoices):
        OLD_ALONE = "old_alone", _("old and alone")
        OLD = "old", _("80 or older")
        DISABLED = "disabled", _("disabled")
        LOW_INCOME = "low_income", _("low income")
        UNEMPLOYED = "unemployed", _("unemployed")
        ILL = "ill", _("seriously ill")
        CHILD_ALONE = "child_alone", _("child without parents at home")

    person = models.ForeignKey(Person, models.CASCADE, related_name="care_needs")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("care need")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="care_need_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Consent(models.Model):
    """A person's yes to one purpose, or the legal duty that stands in for it."""

    class Basis(models.TextChoices):
        CONSENT = "consent", _("consent")
        LEGAL_DUTY = "legal_duty", _("legal duty")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=30)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    guardian = models.CharField(
        _("guardian"), max_length=60, blank=True, help_text="who said yes for a child under 14"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        indexes: ClassVar = [models.Index(fields=["person", "purpose"], name="consent_purpose")]

    def __str__(self) -> str:
        return self.purpose


class PurposeSetting(models.Model):
    """For how long a community keeps data of one purpose, where it differs from the house."""

    community = models.ForeignKey(Place, models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=30)
    keep_days = models.PositiveIntegerField(_("days kept"))

    class Meta:
        verbose_name = _("purpose setting")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "purpose"], name="purpose_once"),
        ]

    def __str__(self) -> str:
        return self.purpose


class HouseholdKey(models.Model):
    """A printed slip: who holds it acts for the household. Only an index of its code is kept."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="keys")
    code_index = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="its last letters, to tell slips apart")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True, help_text="at the door")
    first_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("household key")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(revoked_at=None), name="one_key_a_household"
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.hint}"


class Post(models.Model):
    """A role at a place, and thereby over all that lies below it."""

    class Role(models.TextChoices):
        STEWARD = "steward", _("building steward")
        TRUSTED_LOCAL = "trusted_local", _("trusted local")
        PARTY_MEMBER = "party_member", _("Party member on duty")
        GRID_WORKER = "grid_worker", _("grid worker")
        WORKER = "worker", _("community worker")
        SECRETARY = "secretary", _("secretary")
        PROPERTY_STAFF = "property_staff", _("property company staff")
        STREET_OFFICER = "street_officer", _("street officer")
        DISTRICT_READER = "district_reader", _("district reader")

    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="posts")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="posts")
    holder = models.CharField(_("holder"), max_length=60, help_text="the name shown to residents")
    phone = models.CharField(_("phone shown to residents"), max_length=20, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(ended_on=None, user__isnull=False),
                name="post_once",
            ),
        ]

    def __str__(self) -> str:
        return self.holder


class Import(models.Model):
    """One Excel file on its way into the register: previewed, taken in, perhaps undone."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("to be checked")
        APPLIED = "applied", _("taken in")
        UNDONE = "undone", _("undone")

    community = models.ForeignKey(Place, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list, help_text="per column: header, field it fills")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    options = models.JSONField(default=dict, help_text="make_doors; made_places, for undo")
    counts = models.JSONField(default=dict, help_text="new, changed, unchanged, faulty, doors")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of an imported file, its faults, and what it changed (for undo)."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="the row in the sheet, from 2")
    cells = models.JSONField()
    faults = models.JSONField(default=list, help_text="[{field, sentence}]")
    outcome = models.CharField(
        max_length=10, blank=True, help_text="new, changed, unchanged, faulty"
    )
    undo = models.JSONField(default=dict, help_text="what was there before")
    person_id = models.BigIntegerField(null=True, help_text="whom the row tells of, for erasure")

    class Meta:
        verbose_name = _("imported row")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person_id"], name="import_row_person"),
            models.Index(fields=["of", "outcome", "number"], name="import_row_outcome"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class HeaderMemory(models.Model):
    """What a community's own column header means; remembered from the last import."""

    community = models.ForeignKey(Place, models.CASCADE, related_name="+")
    header = models.CharField(max_length=100)
    field = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("remembered header")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "header"], name="header_once"),
        ]

    def __str__(self) -> str:
        return self.header
