"""The countries as data: rule sets, calendars, regions, law and names, one folder each; no code."""
