"""Makes the folder of a new service: a small whole service whose texts are still to be written."""

import importlib
import re
from pathlib import Path
from string import Template
from typing import Any, Final

from maarif.engine.declare import Service
from maarif.engine.declare.texts import keys_of
from maarif.engine.registry import discovery, texts
from maarif.engine.registry.texts import has_text
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import LANGUAGES

SCAFFOLD: Final = Path(__file__).parent / "scaffold"
CODE: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
#: Blanks that a text to be written has to keep.
BLANKS: Final = {"papers.certificate.body": " {holder}"}


class BadServiceCode(MaarifError):
    """A code is `group.name`, in small Latin letters, digits and underscores."""


class ServiceExists(MaarifError):
    """The folder is there already."""


def scaffold(code: str, package: str) -> Path:
    """Writes the folder of a new service below a package of services and returns it; BadServiceCode, ServiceExists.

    What many services say alike is left to the standard texts; every other key stands in `texts.toml` as TODO.
    """
    if not CODE.fullmatch(code):
        raise BadServiceCode(service=code)
    group, _, name = code.partition(".")
    root = Path(str(importlib.import_module(package).__path__[0]))
    folder = root / group / name
    if folder.exists():
        raise ServiceExists(service=code, folder=str(folder))
    own = f"from {package}.{code}.facts import Facts"
    words = {
        "code": code,
        "package": f"{package}.{code}",
        "title": name.replace("_", " ").capitalize(),
        "imports": "\n".join(sorted((own, "from maarif.catalogue.certificates import samples"))),
    }
    group_file = root / group / "__init__.py"
    if not group_file.exists():
        group_file.parent.mkdir(parents=True)
        group_file.write_text(f'"""{group.capitalize()}: the services of this group, a folder each."""\n')
    for source in sorted(SCAFFOLD.rglob("*.txt")):
        target = folder / source.relative_to(SCAFFOLD).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text()).substitute(words))
    importlib.invalidate_caches()
    discovery.forget()
    declared: Service[Any] = importlib.import_module(f"{package}.{code}.service").SERVICE
    (folder / "texts.toml").write_text("")
    (folder / "texts.toml").write_text(_texts(declared))
    texts.forget()
    return folder


def _texts(service: Service[Any]) -> str:
    """Every key that no standard text covers, to be written in five languages."""
    tables = []
    for key in keys_of(service):
        if not has_text(service, key):
            lines = [f'{language} = "TODO{BLANKS.get(key, "")}"' for language in LANGUAGES]
            tables.append("\n".join((f"[{key}]", *lines)))
    head = f"# What {service.code} says in its own words; the rest are the standard texts of engine/registry/standard.toml.\n"
    return head + "\n" + "\n\n".join(tables) + "\n"
