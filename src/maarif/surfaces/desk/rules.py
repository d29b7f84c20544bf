"""The desk's own small law: when a search is complete, which reasons revoke a document, whom an office reaches."""

from typing import Final

from maarif.support.access.types import Role

LONGEST_BASIS: Final = 80
LONGEST_EXPLANATION: Final = 500
MINUTES_OF_AN_INQUIRY: Final = 30
"""How long a stated purpose lasts: then an official says again why."""

MAY_FIND: Final = frozenset({Role.REGISTRAR, Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER})
MAY_DECIDE_CASES: Final = frozenset({Role.REGISTRAR, Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER})
MAY_SEE_LOAD: Final = frozenset({Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER})
MAY_REVOKE: Final = frozenset({Role.REGISTRAR, Role.HEAD, Role.MINISTRY_OFFICER})
MAY_BE_SHOWN: Final = frozenset({Role.REGISTRAR, Role.HEAD})
MAY_DECIDE_DUPLICATES: Final = frozenset({Role.MINISTRY_OFFICER})
MAY_READ_ANONYMOUS: Final = frozenset({Role.REGION_OFFICER, Role.MINISTRY_OFFICER})
