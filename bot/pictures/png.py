"""Pictures as PNG, for Slack: drawn by typst, which sets our sheets already, in the shipped fonts.

Each is drawn half as large again as it is: sharp where it is shown larger, and soon made (0025).
"""

import typst

from bot.fonts import FONTS
from bot.pictures.svg import Picture

PNG = "image/png"
_SHARP = 108.0
_TEMPLATE = b"""\
#let given = sys.inputs
#set page(width: int(given.width) * 1pt, height: int(given.height) * 1pt, margin: 0pt)
#image(bytes(given.svg), format: "svg", width: 100%)
"""


def drawn(picture: Picture) -> bytes:
    """Draw a picture as PNG."""
    return typst.compile(
        _TEMPLATE,
        format="png",
        ppi=_SHARP,
        font_paths=FONTS,
        sys_inputs={
            "svg": picture.svg,
            "width": str(picture.width),
            "height": str(picture.height),
        },
    )
