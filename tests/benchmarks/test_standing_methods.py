"""Who will not be seen again: the scorecard beside simpler ways and a model, on real histories.

Set JOINEDUP_ATTENDANCE to a folder of attendance files (engagement.md, section 7; the columns of
`joinedup import attendance`) to check the claim on your own history.
"""

import os
from pathlib import Path

import pytest

from tests.benchmarks.callers import show
from tests.benchmarks.methods import Scored, histories, scored, tried

FOLDER = Path(
    os.environ.get("JOINEDUP_ATTENDANCE") or Path(__file__).parents[3] / "shared" / "attendance"
)
FILES = sorted(FOLDER.glob("*.csv"))
METHODS = ("scorecard", "missed in a row", "EWMA(0.3)", "EWMA from nought", "BG/BB")


@pytest.mark.skipif(not FILES, reason=f"no attendance files in {FOLDER}")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_scorecard_is_ahead_of_counting_misses(file: Path) -> None:
    rows = scored(histories(file))
    lost = sum(each.lost for each in rows)
    if lost in {0, len(rows)}:
        pytest.skip("Nobody stayed away, or everybody: there is nothing to tell apart.")
    show(f"{file.stem}: {len(rows)} rows, {lost / len(rows):.3f} of them not seen at the next 4")
    show(f"  {'':18}{'AUC':>7}{'AP':>7}{'P@5':>7}{'ECE':>7}")
    found = {method: tried(rows, method) for method in METHODS}
    for method, each in found.items():
        error = f"{each.error:7.3f}" if each.bands else f"{'-':>7}"
        show(f"  {method:18}{each.auc:7.3f}{each.precision:7.3f}{each.of_top:7.3f}{error}")
    calibrated(rows)
    assert found["scorecard"].auc > found["missed in a row"].auc


def calibrated(rows: list[Scored]) -> None:
    """Show for each band what was said, what came, and of how many."""
    for method in ("scorecard", "BG/BB"):
        bands = tried(rows, method).bands
        said = "  ".join(f"{said:.2f}→{seen:.2f} ({n})" for said, seen, n in bands)
        show(f"  {method}, said→seen (rows): {said}")
