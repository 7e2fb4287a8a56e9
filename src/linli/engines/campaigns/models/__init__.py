"""Columns of 每一户: campaigns and their forms, whom they reach, and what was heard there."""

from linli.engines.campaigns.models.campaign import Campaign, FormVersion, Walker
from linli.engines.campaigns.models.door import Conflict, Door, Reached
from linli.engines.campaigns.models.tally import AnswerTally
from linli.engines.campaigns.models.visit import (
    EffectRun,
    MissingPhoto,
    PhotoUpload,
    Visit,
    VisitPhoto,
)

__all__ = [
    "AnswerTally",
    "Campaign",
    "Conflict",
    "Door",
    "EffectRun",
    "FormVersion",
    "MissingPhoto",
    "PhotoUpload",
    "Reached",
    "Visit",
    "VisitPhoto",
    "Walker",
]
