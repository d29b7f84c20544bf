"""The letters that our papers can show: those of the vendored fonts. What a font lacks would be a hole in the archive's PDF.

The ranges are those of both weights of Inter as subset in `fonts/`, without invisible and direction-changing characters, which
could make a paper read otherwise than its data; a test compares them with the font files.
"""

import re
from typing import Final

RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x148), (0x14A, 0x1C3), (0x1C5, 0x24F), (0x259, 0x259), (0x2B0, 0x31E), (0x321, 0x36F),
    (0x400, 0x49D), (0x4A0, 0x4FF), (0x52F, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x205F),
    (0x20A0, 0x20BF), (0x2116, 0x2117), (0x2122, 0x2122), (0x2126, 0x2126), (0x2190, 0x2199), (0x2212, 0x2212),
    (0x2260, 0x2260), (0x2264, 0x2265),
)  # fmt: skip
_STRANGE: Final = re.compile(f"[^\n{''.join(f'{chr(first)}-{chr(last)}' for first, last in RANGES)}]")


def strange_letters(text: str) -> str:
    """The characters of a text that no paper can show, each once, in their order."""
    return "".join(dict.fromkeys(_STRANGE.findall(text)))
