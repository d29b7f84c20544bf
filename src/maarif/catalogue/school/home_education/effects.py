"""What granting does: the form of study changes in the register, and the district's order says so."""

from maarif.catalogue.special_study import measures

LINES = measures.LINES

carry_out = measures.carry_out
order = measures.order
