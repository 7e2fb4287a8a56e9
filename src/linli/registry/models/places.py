"""Columns of places: the tree, and the names by which people call its spots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_TAKEN = _("This name is taken here. Choose another name.")


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
        CHARGING_SHED = "charging_shed", _("charging shed")
        GAS_ROOM = "gas_room", _("gas valve or meter room")
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
    maintainer = models.CharField(
        _("who maintains it"), max_length=80, blank=True, help_text="a lift's company"
    )
    maintainer_phone = models.CharField(
        _("their telephone, day and night"), max_length=20, blank=True
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("place")
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "kind", "name"],
                name="place_name_once",
                violation_error_code="name",
                violation_error_message=NAME_TAKEN,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "kind", "order"], name="place_kind"),
            # 704-2-301, as it is typed at the desk and stands in lists.
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
