"""The contract of the doors holds, and finds what comes in by a window."""

from grimp import ImportGraph

from tests.house.contracts import DoorsContract

OPTIONS = {
    "floors": ["house.support"],
    "doors": ["queries", "operations", "types"],
    "further_doors": ["house.support.cellar.history"],
    "plugs": ["house.config"],
    "private": ["models", "rules"],
}
CELLAR = ("models", "rules", "queries", "sealing", "history")


def graph(*imports: tuple[str, str]) -> ImportGraph:
    built = ImportGraph()
    rooms = (
        "house",
        "house.config",
        "house.support",
        "house.support.cellar",
        "house.support.attic",
        "house.support.attic.queries",
    )
    for module in (*rooms, "house.config.wiring", *(f"house.support.cellar.{name}" for name in CELLAR)):
        built.add_module(module)
    for importer, imported in (("house.support.attic.queries", "house.support.cellar.history"), *imports):
        built.add_import(importer=f"{importer}", imported=f"{imported}")
    return built


def broken(*imports: tuple[str, str]) -> list[tuple[str, str]]:
    contract = DoorsContract(name="doors", session_options={"root_packages": ["house"]}, contract_options=OPTIONS)
    return list(contract.check(graph(*imports), verbose=False).metadata["broken"])


def test_a_room_is_entered_by_its_doors() -> None:
    assert broken(("house.support.attic.queries", "house.support.cellar.queries")) == []
    assert broken(("house.support.cellar.queries", "house.support.cellar.models")) == []


def test_a_window_is_found_when_it_is_planted() -> None:
    for name in ("models", "rules", "sealing"):
        window = ("house.support.attic.queries", f"house.support.cellar.{name}")
        assert broken(window) == [window]


def test_the_wiring_plugs_anything_but_tables_and_law() -> None:
    assert broken(("house.config.wiring", "house.support.cellar.sealing")) == []
    window = ("house.config.wiring", "house.support.cellar.models")
    assert broken(window) == [window]


def test_a_stated_door_that_nobody_uses_is_taken_out() -> None:
    contract = DoorsContract(
        name="doors",
        session_options={"root_packages": ["house"]},
        contract_options={**OPTIONS, "further_doors": ["house.support.cellar.sealing"]},
    )
    check = contract.check(graph(), verbose=False)
    assert (check.kept, check.metadata["unused"]) == (False, ["house.support.cellar.sealing"])
