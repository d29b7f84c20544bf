"""Takes the README's pictures from a running demonstration: `make demo` in one window, `make screenshots` in another."""

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from simulators.personas import persona

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


def sign_in(page: Page, base: str, number: str, language: str) -> None:
    """Walks through the national provider as one of the demonstration's people."""
    page.goto(f"{base}/{language}/account/login/?next=/{language}/cabinet/")
    page.locator("form[action*='national'] button").first.click()
    page.get_by_text(number).first.click()
    page.wait_for_url(f"{base}/**")


def apply_for_child(page: Page, base: str, language: str) -> None:
    """Asks for a certificate for the pupil, so that the cabinet has something to show."""
    page.goto(f"{base}/{language}/cabinet/apply/school.study_certificate/")
    for _ in range(12):
        if "/sent/" in page.url:
            return
        if (
            page.locator("main input[type=radio]").count()
            and not page.locator("main input[type=radio]:checked").count()
        ):
            page.locator("main input[type=radio]").first.check()
        for field in page.locator("main input[type=text], main textarea").all():
            field.fill("ASAN xidmət")
        for box in page.locator("main input[type=checkbox]").all():
            box.check()
        page.locator(
            "main button[type=submit][data-variant=primary], main form button[type=submit]:not([data-variant])"
        ).first.click()
        page.wait_for_load_state()


def main(base: str, language: str) -> None:
    """The front page, a parent's cabinet and the same on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{base}/{language}/")
        page.screenshot(path=PICTURES / "home.png")
        sign_in(page, base, persona("az", "parent").personal_number, language)
        apply_for_child(page, base, language)
        page.goto(f"{base}/{language}/cabinet/")
        page.screenshot(path=PICTURES / "cabinet.png")
        page.set_viewport_size({"width": 320, "height": 640})
        page.screenshot(path=PICTURES / "cabinet-phone.png")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--language", default="az")
    given = parser.parse_args()
    main(f"http://127.0.0.1:{given.port}", given.language)
