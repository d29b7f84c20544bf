"""The group of the trial."""
