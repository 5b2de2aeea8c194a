"""Writes: the official list, and changes of territory with their legal basis and evidence."""

from jawara.territories.loading import load_reference

__all__ = ["load_reference"]
