"""A citizen's appeal: proposal, application or complaint."""
