"""What the doctor found, a line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: `wrong` must be mended, `notes` are worth knowing."""

    wrong: list[str]
    notes: list[str]

    @property
    def well(self) -> bool:
        """Say whether nothing needs mending."""
        return not self.wrong

    @property
    def lines(self) -> list[str]:
        """Give a line for each finding, the ones to mend first."""
        found = [f"wrong: {each}" for each in self.wrong] + [f"note: {each}" for each in self.notes]
        return found or ["All is well."]
