"""What the rules answer when they must say no."""


class Refused(Exception):  # noqa: N818 - it is an answer to a person, not a fault
    """A wish that can't be granted; the person who asked reads the sentence.

    `field` names the input of a form that must change, so that the sentence is shown there.
    It is never logged as an error.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
