"""Columns of households and who lives in them, with what guards their data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.models import Versioned
from linli.registry.models.places import Place

ERASED = _("This data was erased. Enter whoever lives there now as somebody new.")


class Household(Versioned):
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
    erased_at = models.DateTimeField(null=True, blank=True, help_text="nothing is taken in again")
    last_erased_at = models.DateTimeField(
        null=True, blank=True, help_text="somebody of it was; what was said before is not taken in"
    )
    made_by_import = models.ForeignKey("Import", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("household")
        indexes: ClassVar = [
            models.Index(fields=["community", "residence"], name="household_residence"),
            models.Index(fields=["building", "id"], name="household_building"),
        ]

    def __str__(self) -> str:
        return str(self.dwelling)


class Person(Versioned):
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
    # Whoever covers names in texts asks since when there are new ones.
    named_at = models.DateTimeField(default=timezone.now, help_text="name or door last changed")
    erased_at = models.DateTimeField(null=True, blank=True)
    made_by_import = models.ForeignKey("Import", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("person")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_contact=True),
                name="one_contact_a_household",
                violation_error_code="is_contact",
                violation_error_message=_(
                    "Meanwhile somebody else speaks for this household. Please look again."
                ),
            ),
            models.UniqueConstraint(
                fields=["community", "id_index"],
                condition=~Q(id_index=""),
                name="one_person_an_id_number",
                violation_error_code="id_number",
                violation_error_message=_(
                    "Somebody with this ID number has just been entered. Please search for them."
                ),
            ),
            # Nothing is written where somebody was erased: no page and no job would find it again.
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    name="",
                    pinyin="",
                    initials="",
                    relation="",
                    phone="",
                    id_cipher="",
                    id_index="",
                    is_contact=False,
                ),
                name="erased_person_is_empty",
                violation_error_message=ERASED,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "phone"], name="person_phone"),
            # An ID number is found by its keyed index: the number itself lies nowhere in clear.
            models.Index(fields=["community", "id_index"], name="person_id_index"),
            models.Index(fields=["household", "id"], name="person_household"),
            models.Index(fields=["community", "named_at"], name="person_named"),
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
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at=None),
                name="one_consent_a_purpose",
                violation_error_message=_("This consent stands already."),
            ),
        ]
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
