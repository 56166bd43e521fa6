"""printjob: from a municipality's extract of notices to print spools and inserter jobs (封入封緘)."""

__version__ = "0.1.0"
