"""What can be wrong with a file or a market, named; a file's fault carries its line and column."""

from maarif.kernel.errors import MaarifError


class BadFile(MaarifError):
    """A file does not say what it must; `params`: file, line (the header is 1), column, fault."""

    def __init__(self, file: str, line: int, column: str, fault: str) -> None:
        where = f"{file}, line {line}" if line else file
        super().__init__(
            f"{where}{f', {column}' if column else ''}: {fault}", file=file, line=line, column=column, fault=fault
        )


class NoPattern(MaarifError):
    """Variants given out before follow no pattern of ours; `params`: room, row, column, variant."""

    def __init__(self, room: str, row: int, column: int, variant: int) -> None:
        super().__init__(
            f"room {room}, row {row}, column {column}: variant {variant} fits no pattern",
            room=room,
            row=row,
            column=column,
            variant=variant,
        )


class BadFiles(MaarifError):
    """Several faults were found; `params["faults"]` are the BadFile of each, in the order of files and lines."""

    def __init__(self, faults: list[BadFile]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults), faults=tuple(faults))
