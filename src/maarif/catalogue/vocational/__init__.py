"""Vocational education: the services of this group, a folder each."""
