"""Every indicator, topic by topic. Importing this package fills the registry."""

from jawara.insight.indicators import community, cycle, grants, programmes, trainings

__all__ = ["community", "cycle", "grants", "programmes", "trainings"]
