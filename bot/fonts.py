"""The fonts that sheets and pictures are set in: shipped, so that all machines set them alike."""

from pathlib import Path

import fontpkg_noto_sans  # type: ignore[import-untyped]
import fontpkg_noto_sans_arabic  # type: ignore[import-untyped]
import typst

FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=False,
    font_paths=[
        str(Path(package.__file__).parent / "files")
        for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
    ],
)
