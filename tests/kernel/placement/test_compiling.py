"""Inner loops are compiled also where nothing may be written."""

import numba
import pytest
from numba.core.caching import CompileResultCacheImpl

from maarif.kernel.placement.compiling import compiled


def double(number: int) -> int:
    return 2 * number


def test_without_a_place_for_the_code_it_is_compiled_for_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompileResultCacheImpl, "_locator_classes", [])
    with pytest.raises(RuntimeError, match="no locator available"):
        numba.njit(cache=True)(double)
    assert compiled(double)(21) == 42
