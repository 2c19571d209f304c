"use strict";
// A page that changes by itself: it is read again every five seconds, and as soon as its code does.
// Only what differs is replaced, so that nobody loses their place. Without this, it is loaded anew.
(() => {
  const again = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const old = document.getElementById("main");
      const now = page.getElementById("main");
      if (old.children.length !== now.children.length) {
        old.replaceChildren(...now.children);
        return;
      }
      [...now.children].forEach((fresh, n) => {
        if (!old.children[n].isEqualNode(fresh)) old.children[n].replaceWith(fresh);
      });
    } catch {
      // The network is away: what is shown stays, and the next time may be better.
    }
  };
  setInterval(() => {
    const left = document.querySelector("[data-left]");
    if (!left) return;
    const seconds = Math.max(0, Number(left.textContent) - 1);
    left.textContent = String(seconds);
    if (seconds === 0) again();
  }, 1000);
  setInterval(again, 5000);
})();
