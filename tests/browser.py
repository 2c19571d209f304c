"""A real browser for tests of pages: Chromium, as the machine has it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect, sync_playwright

PATIENCE = 30_000
"""Milliseconds until what never comes is given up: a busy machine is no fault of a page."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable(own: str) -> str:
    """Find the machine's browser, else Playwright's own; a test that needs one fails without."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and not Path(own).exists():
        raise FileNotFoundError("The tests of pages need a browser: make browser.")
    return found or own


@contextmanager
def running() -> Iterator[Browser]:
    """Start the browser, without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=executable(own), args=ARGUMENTS)
        yield browser
        browser.close()


def send(button: Locator) -> None:
    """Press what sends a form or opens a page, and wait for the page that comes of it."""
    with button.page.expect_navigation():
        button.click()
