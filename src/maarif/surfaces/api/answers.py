"""What every address may answer: the good case, and the problems by status."""

from typing import Any

from maarif.surfaces.api.schemas import Problem


def answers(good: Any, *problems: int, status: int = 200) -> dict[int, Any]:
    """The response models of an operation: `good` under `status`, a problem under every other status."""
    return {status: good, **dict.fromkeys(problems, Problem)}
