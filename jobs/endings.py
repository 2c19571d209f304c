"""How a long-running process learns that it is to end: by a signal, and never too late."""

import signal
from collections.abc import Sequence
from threading import Event, Thread

ENDING = (signal.SIGTERM, signal.SIGINT)
"""What a host and Ctrl-C send."""

LOOK = 0.5
"""Seconds after which a waiting process looks whether a signal has come.

One that comes just before a wait begins does not wake it: Python notes it, and runs its handler
when the main thread next runs Python code (docs.python.org, signal, "Execution of Python signal
handlers"). A wait without an end would then last for ever.
"""


def heed_signals(told: Event, numbers: Sequence[signal.Signals] = ENDING) -> None:
    """Let a signal to end set `told`. Only the main thread may call this."""
    for number in numbers:
        # In a thread: the handler may have interrupted the main thread inside this very lock.
        signal.signal(number, lambda *_: Thread(target=told.set).start())


def wait_until(told: Event) -> None:
    """Wait until somebody, or a signal, sets `told`."""
    while not told.wait(LOOK):
        pass
