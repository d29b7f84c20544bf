"""T-WALK: every page that a test walks in Chromium holds in five languages on a narrow and on a wide window.

Holds: axe finds nothing, nothing sticks out of the window, nothing is too small to hit. Planted are pages with one fault each, which the
same examination must name. `make test` takes two of the ten walks and every planted page. Run in full: `python -m tests.proofs.walks 1.0`.
"""

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Final

from tests.surfaces.browser import EVERY_WALK, FIRST_WALKS, NARROW, chromium, wrong_with

PROJECT: Final = Path(__file__).resolve().parents[2]
SOUND: Final = '<html lang="az"><head><title>T</title></head><body><main><h1>T</h1>{}</main></body></html>'
FAULTS: Final = {
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "color-contrast": '<p style="color: #bbb; background: #fff">Sənəd</p>',
    "label": '<input type="text">',
    "the same id twice": '<p id="x">Sənəd</p><p id="x">Sənəd</p>',
    "too wide": '<div style="width: 400px">Sənəd</div>',
    "too wide: P.": '<p style="font-size: 3rem">sertifikatlaşdırılmasının</p>',
    "too small": '<button style="width: 12px; height: 12px; padding: 0; font-size: 8px">x</button>',
}


def planted() -> int:
    """How many planted faults were named; else AssertionError. The page without a fault has nothing wrong."""
    with chromium() as browser:
        page = browser.new_page(viewport=NARROW)
        page.set_content(SOUND.format(""))
        assert wrong_with(page) == []
        for name, fault in FAULTS.items():
            page.set_content(SOUND.format(fault))
            found = wrong_with(page)
            assert any(one.startswith(name) for one in found), (name, found)
    return len(FAULTS)


def prove(walks: int) -> dict[str, int]:
    """Runs every test that walks, `walks` times with another language or window, and counts; else AssertionError."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = ["-q", "-m", "walk", "-n", "2", "--dist", "loadgroup", f"--junitxml={report}"]
        environment = os.environ | {"MAARIF_WALKS": str(walks), "MAARIF_TEST_DB": "test_proof_walks"}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:]
        suite = ElementTree.parse(report).getroot()[0]
    ran = int(suite.attrib["tests"]) - int(suite.attrib["skipped"])
    assert ran > 0
    assert ran % walks == 0, (ran, walks)
    return {"walks": walks, "tests": ran, "findings": 0, "planted_named": planted()}


if __name__ == "__main__":
    print(json.dumps(prove(max(len(FIRST_WALKS), round(len(EVERY_WALK) * float(sys.argv[1]))))))
