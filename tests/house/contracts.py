"""A contract of import-linter: into a room one comes by its doors, never by a window.

`protected` would need one contract per room and a list kept by hand; this one finds the rooms itself, so that a room built
tomorrow is held from its first commit.
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Rooms of the named floors are imported from outside through their doors only.

    Options: `floors` (packages whose children are rooms), `doors` (modules open in every room; the room itself always is),
    `further_doors` (single modules open for a reason stated in the contract file), `plugs` (packages that plug rooms together
    and may import everything of them except `private`), `private` (modules that nobody outside ever imports).
    """

    type_name = "doors"

    floors: Any = fields.SetField(subfield=fields.StringField())
    doors: Any = fields.SetField(subfield=fields.StringField())
    further_doors: Any = fields.SetField(subfield=fields.StringField(), required=False)
    plugs: Any = fields.SetField(subfield=fields.StringField(), required=False)
    private: Any = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at every import that crosses a room's wall."""
        broken = [
            (importer, imported)
            for floor in sorted(self.floors)
            for room in sorted(graph.find_children(floor))
            for imported in sorted({room, *graph.find_descendants(room)})
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not _inside(importer, room) and not self._open(room, imported, importer)
        ]
        unused = sorted(door for door in self.further_doors or () if not _crossed(graph, door))
        return ContractCheck(kept=not broken and not unused, metadata={"broken": broken, "unused": unused})

    def _open(self, room: str, imported: str, importer: str) -> bool:
        """Whether `importer` may come in at `imported`."""
        inside = imported.removeprefix(room).lstrip(".").split(".")[0]
        if inside in self.private:
            return False
        if not inside or inside in self.doors or imported in (self.further_doors or ()):
            return True
        return any(_inside(importer, plug) for plug in self.plugs or ())

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Says which import came in by a window, and which stated door nobody uses."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}, which is no door of its room", bold=False)
        for door in check.metadata["unused"]:
            output.print_error(f"{door} is stated as a door, but nobody comes in by it: take it out", bold=False)
        output.new_line()


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _crossed(graph: ImportGraph, door: str) -> bool:
    """Whether anybody outside the door's room uses it."""
    if door not in graph.modules:
        return False
    room = ".".join(door.split(".")[:3])
    return any(not _inside(importer, room) for importer in graph.find_modules_that_directly_import(door))
