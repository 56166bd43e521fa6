"""The days of campaigns (案件の暦): kept by the night, shown to people."""
