"""Education abroad: the services of this group, a folder each."""
