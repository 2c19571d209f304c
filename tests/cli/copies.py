"""Starts `joinedup` by copying a process that has loaded it: `python -m tests.cli.copies`.

Every line of standard input is a JSON object of what `copy` takes; the answer is the new process's
id. A copy does what the command line does, without two seconds of importing.
"""

import json
import os
import signal
import sys
from pathlib import Path

from bot import meeting_lists, sheets
from cli import doctor, first_start, main, serving, term_dates
from db import imports, meeting_imports, schema

LOADED = (
    *(doctor, first_start, serving, term_dates),
    *(imports, meeting_imports, meeting_lists, schema, sheets),
)
"""What a command would only import when it runs."""


def copy(
    folder: str, environment: dict[str, str], arguments: list[str], log: str, code: str = ""
) -> int:
    """Give the id of a new process that runs a command in a folder.

    It writes both its streams to `log`; or, where its exit code is to be kept in a file `code`, its
    complaints beside it.
    """
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if code:
        _keep_the_code(Path(code))
    os.chdir(folder)
    complaints = f"{log}.complaints" if code else log
    for stream, path in ((sys.stdout, log), (sys.stderr, complaints)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream.fileno())
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["joinedup", *arguments]
    main.run()
    sys.exit(0)


def _keep_the_code(path: Path) -> None:
    """Go on as a child of this process, which waits for it and writes down how it ended."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        written = path.with_suffix(".new")
        written.write_text(str(os.waitstatus_to_exitcode(status)))
        written.rename(path)
        os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that nobody has to wait for the dead
    for line in sys.stdin:
        sys.stdout.write(f"{copy(**json.loads(line))}\n")
        sys.stdout.flush()
