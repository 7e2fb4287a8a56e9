"""Linli 邻里: the system with which a residential community governs itself."""

__version__ = "0.1.0"
