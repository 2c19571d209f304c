"""Live updates: pages that are open learn within a moment that something has changed.

Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

GATHER = 0.01
HEARTBEAT = 15.0
POLL = 0.25
SETTLE = 1.0
CEILING = 10.0


@dataclass(eq=False)
class Listener:
    """One open page: what changed since it was last told."""

    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    topics: set[str] = field(default_factory=set)

    def wake(self) -> None:
        """Wake the page's stream, from any thread."""
        try:
            self.loop.call_soon_threadsafe(self.woken.set)
        except RuntimeError:  # its loop has ended
            self.topics.clear()


class Live:
    """The hub: anybody says that a topic has changed, every open page is told."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._closed = False

    def changed(self, topic: str) -> None:
        """Say that a topic (`slack`, `log`, `clock`, `mail`) has changed; from any thread."""
        with self._lock:
            listeners = [*self._listeners]
            for listener in listeners:
                listener.topics.add(topic)
        for listener in listeners:
            listener.wake()

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._closed = True
        for listener in [*self._listeners]:
            listener.wake()

    async def stream(self) -> AsyncIterator[str]:
        """Give the events for one page: the topics that changed, and a heartbeat."""
        listener = Listener(asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                yield await self._next(listener)
        finally:
            with self._lock:
                self._listeners.discard(listener)

    async def _next(self, listener: Listener) -> str:
        try:
            await asyncio.wait_for(listener.woken.wait(), HEARTBEAT)
        except TimeoutError:
            return 'event: changed\ndata: ["clock"]\n\n'
        await asyncio.sleep(GATHER)
        listener.woken.clear()
        with self._lock:
            topics, listener.topics = sorted(listener.topics), set()
        return f"event: changed\ndata: {json.dumps(topics)}\n\n"


class Watch:
    """Looks at marks that grow with every change, says what changed, and saves once it settles.

    `marks` gives a value per topic. It looks when it is nudged, and every now and then besides:
    that is cheap and misses nothing, whoever made the change: the app, a page, or a script that
    holds a `Person`. What never settles is saved every ten seconds.
    """

    def __init__(
        self,
        marks: Callable[[], Mapping[str, object]],
        changed: Callable[[str], None],
        save: Callable[[], object] | None = None,
    ) -> None:
        self._marks, self._changed, self._save = marks, changed, save
        self._seen = dict(marks())
        self._unsaved: tuple[float, float] | None = None  # since the first change, the last one
        self._nudged, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox-watch", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        """Say that something has probably changed; from any thread."""
        self._nudged.set()

    def close(self) -> None:
        """Stop looking, and save what has not been saved."""
        if self._ending.is_set():
            return
        self._ending.set()
        self.nudge()
        self._thread.join()
        self._look()
        if self._save and self._unsaved:
            self._save()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._nudged.wait(POLL)
            self._nudged.clear()
            self._look()
            if self._save and self._is_time():
                self._unsaved = None
                self._save()

    def _is_time(self) -> bool:
        """Tell whether what changed is to be saved now."""
        if self._unsaved is None:
            return False
        first, last = self._unsaved
        now = time.monotonic()
        return now - last > SETTLE or now - first > CEILING

    def _look(self) -> None:
        marks = self._marks()
        for topic, mark in marks.items():
            if self._seen.get(topic) != mark:
                self._seen[topic] = mark
                now = time.monotonic()
                self._unsaved = (self._unsaved[0] if self._unsaved else now, now)
                self._changed(topic)
