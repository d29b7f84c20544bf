"""What the service judges: each rule with its legal basis stands in the declaration, its words in `texts.toml`."""

from maarif.catalogue.certificates import people, studies

birth_date_known = people.birth_date_known
alive = people.alive
studies_abroad = studies.studies_abroad
under_programme = studies.under_programme
not_on_leave = studies.abroad_not_on_leave
