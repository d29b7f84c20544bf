"""Teachers and staff: the services of this group, a folder each."""
