"""What the service judges: each rule with its legal basis stands in the declaration, its words in `texts.toml`."""

from maarif.catalogue.certificates import people, studies

birth_date_known = people.birth_date_known
alive = people.alive
studies_now = studies.studies_now
at_this_level = studies.at_this_level
in_this_country = studies.in_this_country
not_on_leave = studies.not_on_leave
