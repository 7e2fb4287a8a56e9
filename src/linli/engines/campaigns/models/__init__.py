"""Columns of 每一户: campaigns and their forms, whom they reach, and what was heard there."""

from linli.engines.campaigns.models.campaign import Campaign, FormVersion, Walker
from linli.engines.campaigns.models.tally import AnswerTally
from linli.engines.campaigns.models.target import Conflict, Reached, Target
from linli.engines.campaigns.models.visit import EffectRun, PhotoUpload, Visit, VisitPhoto

__all__ = [
    "AnswerTally",
    "Campaign",
    "Conflict",
    "EffectRun",
    "FormVersion",
    "PhotoUpload",
    "Reached",
    "Target",
    "Visit",
    "VisitPhoto",
    "Walker",
]
