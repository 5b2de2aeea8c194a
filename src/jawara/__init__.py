"""Jawara: one figure, one source, anyone can check it."""

__version__ = "0.1.0"
