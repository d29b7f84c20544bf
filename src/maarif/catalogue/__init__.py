"""The e-services, a folder each in the groups of the catalogue; `maarif inspect` reads them all."""
