"""How `joinedup web` listens."""

import socket
from contextlib import closing

import pytest

from cli import serving
from domain.errors import Refused


def test_small_answers_are_not_held_back() -> None:
    """Asyncio sets TCP_NODELAY only on sockets that say they are TCP."""
    with closing(serving._listener("127.0.0.1", 0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with closing(serving._listener("127.0.0.1", 0)) as taken:
        taken.listen()
        with pytest.raises(Refused):
            serving._listener("127.0.0.1", taken.getsockname()[1])
