"""Which tests `make check` runs: all that are quick by their nature, save what is named here; `make test` runs every one.

A test is quick when it is neither `slow` nor `browser`, and asks for no database or stands in one of the rooms whose tests of a
database take hundredths of a second. A new test falls into its group by where it stands and what it asks for; only what turned
out dear is named, by its file. Seen on 2026-11-27: the quick ones are 3 100 of 4 700 and took a sixth of the time of all.
"""

from typing import Final

DEAR_WITH_A_DATABASE: Final = (
    "tests/catalogue/",
    "tests/proofs/",
    "tests/registries/roster/",
    "tests/sectors/",
    "tests/surfaces/",
)
"""Folders whose tests with a database walk through pages, whole cases or whole files; those without one are quick here too."""

DEAR: Final = (
    "tests/config/cli/test_inspect.py",
    "tests/config/cli/test_place.py",
    "tests/engine/cases/test_enclosures.py",
    "tests/engine/cases/test_files.py",
    "tests/engine/cases/test_files_at_desks.py",
    "tests/engine/cases/test_messages.py",
    "tests/engine/cases/test_promises.py",
    "tests/engine/cases/test_replacing.py",
    "tests/engine/cases/test_sorting.py",
    "tests/kernel/placement/test_acceptance.py",
    "tests/kernel/placement/test_exchange.py",
    "tests/kernel/placement/test_proposing.py",
    "tests/kernel/placement/test_queue_order.py",
    "tests/kernel/placement/test_queue_years.py",
    "tests/proofs/test_seating.py",
    "tests/registries/enrolments/test_promotion.py",
    "tests/registries/roster/test_pages.py",
    "tests/simulators/synth/test_country.py",
    "tests/support/documents/test_check.py",
    "tests/support/documents/test_pdf.py",
    "tests/support/files/test_examining.py",
    "tests/support/files/test_operations.py",
    "tests/support/identity/test_national_sign_in.py",
    "tests/support/identity/test_own_account.py",
    "tests/support/identity/test_passkey_answers.py",
    "tests/support/notices/test_send_many.py",
)
"""Files that cost more than a tenth of a second of a core per test, or a second and more together and are no heart of a room."""


def is_quick(path: str, *, database: bool, marked: bool) -> bool:
    """Whether `make check` runs a test of this file; `marked` says that it is `slow` or `browser`."""
    return not (marked or path in DEAR or (database and path.startswith(DEAR_WITH_A_DATABASE)))
