"""Makes the vendored stylesheet, font and script of the frame from the exact npm versions in `package.json`."""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE: Final = Path(__file__).resolve().parent
VENDOR: Final = HERE.parent / "static" / "frame" / "vendor"
COMPONENTS: Final = (
    "alert",
    "avatar",
    "badge",
    "breadcrumbs",
    "button",
    "details",
    "divider",
    "error-summary",
    "field",
    "fieldset",
    "heading",
    "input",
    "label",
    "link",
    "list",
    "pagination",
    "paragraph",
    "skip-link",
    "spinner",
    "table",
    "tag",
    "validation-message",
)
LETTERS: Final = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, range(0xA0, 0x100)))  # Latin-1: names of foreign institutions
    + "ƏəĞğİıŞş"  # Azerbaijani beyond Latin-1
    + "".join(map(chr, range(0x410, 0x450)))
    + "Ёё"
    + "ӘәҒғҚқҢңӨөҰұҮүҺһІі"  # Kazakh and Kyrgyz
    + "–—‘’‚“”„†•…‰‹›−×№→←↑↓✓₼₸⃀\u202f\u2011\u0300\u0301"
)
LICENCES: Final = {
    "designsystemet": "@digdir/designsystemet-css/LICENSE",
    "htmx": "htmx.org/LICENSE",
    "inter": "inter-ui/LICENSE.txt",
}


def main() -> None:
    """Builds everything in a temporary folder and copies the result to `static/frame/vendor`."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "designsystemet.config.json"):
            shutil.copy(HERE / name, work / name)
        _run(work, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
        _run(
            work, "npx", "--no-install", "designsystemet", "tokens", "create", "--config", "designsystemet.config.json"
        )
        _run(work, "npx", "--no-install", "designsystemet", "tokens", "build", "-t", "tokens", "-o", "theme")
        modules = work / "node_modules"
        _stylesheet(modules, work / "theme" / "maarif.css")
        _font(modules / "inter-ui" / "variable" / "InterVariable.woff2")
        script = (modules / "htmx.org" / "dist" / "htmx.min.js").read_text()
        (VENDOR / "htmx.js").write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", script))
        (VENDOR / "licences").mkdir(parents=True, exist_ok=True)
        for name, path in LICENCES.items():
            shutil.copy(modules / path, VENDOR / "licences" / f"{name}.txt")


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)


def _stylesheet(modules: Path, theme: Path) -> None:
    """One file: the order of layers, the theme's tokens, the base and the components that we use."""
    source = modules / "@digdir" / "designsystemet-css" / "dist" / "src"
    tokens = theme.read_text().replace('@charset "UTF-8";', "")
    parts = [
        "/* Designsystemet (MIT, licences/designsystemet.txt) with the theme of Maarif. Made by theme/build.py. */",
        "@layer ds.theme, ds.base, ds.components;",
        _squeezed(tokens),
        f"@layer ds.base{{{(source / 'base.css').read_text()}}}",
        *(f"@layer ds.components{{{(source / f'{name}.css').read_text()}}}" for name in COMPONENTS),
    ]
    (VENDOR / "designsystemet.css").write_text("\n".join(parts) + "\n")


def _squeezed(css: str) -> str:
    """The same rules without comments and indentation, still one declaration a line."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in css.splitlines() if line.strip())


def _font(source: Path) -> None:
    """Inter with its weight axis from 400 to 700, cut down to our letters."""
    font = TTFont(source, recalcTimestamp=False)
    instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)}, inplace=True)
    narrowed = io.BytesIO()
    font.save(narrowed)
    font = TTFont(
        narrowed, recalcTimestamp=False
    )  # read again: the subsetter stumbles over variations that the instancer emptied
    options = Options(flavor="woff2", layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum"], hinting=False)
    cutter = Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(VENDOR / "inter.woff2")


if __name__ == "__main__":
    main()
