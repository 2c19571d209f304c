"""Starts `joinedup web` by copying a process that has loaded it: `python -m tests.cli.copies`.

Every line of standard input is a JSON object of `folder`, `log` and `environment`; the answer is
the new process's id. A copy does what the command line does, without a second of importing.
"""

import json
import os
import signal
import sys

from cli import first_start, main, serving

LOADED = (first_start, serving)
"""What the command would only import when it runs."""


def copy(folder: str, log: str, environment: dict[str, str]) -> int:
    """Give the id of a new process that serves on a free port of 127.0.0.1."""
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(written, stream)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["joinedup", "web", "--host", "127.0.0.1", "--port", "0"]
    main.run()
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that nobody has to wait for the dead
    for line in sys.stdin:
        sys.stdout.write(f"{copy(**json.loads(line))}\n")
        sys.stdout.flush()
