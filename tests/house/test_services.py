"""Every service of the house passes the inspection, and every service that a country enables is there."""

from maarif.engine import registry
from maarif.engine.inspection import inspect


def test_every_service_passes_the_static_inspection() -> None:
    assert inspect(whole=False) == ()


def test_every_folder_of_the_catalogue_is_run_by_some_country() -> None:
    run = {service.code for country in ("az", "kg", "kz") for service in registry.services(country)}
    assert {service.code for service in registry.all_services()} == run
