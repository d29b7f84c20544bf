"""What the service judges: each rule with its legal basis stands in the declaration, its words in `texts.toml`."""

from maarif.catalogue.certificates import graduations, people

birth_date_known = people.birth_date_known
alive = people.alive
studied = graduations.studied
finished = graduations.finished
earlier_year = graduations.earlier_year
diploma_recorded = graduations.diploma_recorded
