// The page works without this script. With it, it is alive: what changes appears at once, forms are
// sent in place, and what is typed, focused and scrolled to stays where it is.
"use strict";

document.documentElement.classList.add("js");
const find = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// A new version of the page, put into the one that is there

function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || (old.id || "") !== (fresh.id || "")) {
    old.replaceWith(document.importNode(fresh, true));
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else if (!old.hasAttribute("data-keep") && !old.isEqualNode(fresh)) {
    attributes(old, fresh);
    children(old, fresh);
  }
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    const kept = (name === "open" && old.nodeName === "DETAILS") || name.startsWith("aria-active");
    if (!fresh.hasAttribute(name) && !kept) old.removeAttribute(name);
  }
}

function children(old, fresh) {
  const named = new Map([...old.children].filter((one) => one.id).map((one) => [one.id, one]));
  const coming = new Set([...fresh.children].map((one) => one.id).filter(Boolean));
  let here = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    while (here && here.id && !coming.has(here.id)) here = removed(here);
    const same = next.id ? named.get(next.id) : null;
    if (same) {
      if (same === here) here = here.nextSibling;
      else old.insertBefore(same, here);
      morph(same, next);
    } else if (here && !here.id && !next.id && here.nodeName === next.nodeName) {
      const following = here.nextSibling;
      morph(here, next);
      here = following;
    } else {
      old.insertBefore(document.importNode(next, true), here);
    }
  }
  while (here) here = removed(here);
}

function removed(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

// Showing a version of the page

const atEnd = (pane) => pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
let focusBefore = null;

function show(html, url) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (!find("#main", fresh)) return location.reload();
  const known = new Set(all(".message").map((one) => one.id));
  const stuck = all("[data-stick]").filter(atEnd).map((one) => one.parentElement.id);
  const modal = find("[data-modal]")?.id;
  if (url && new URL(url).pathname + new URL(url).search !== location.pathname + location.search) {
    history.pushState(null, "", url);
  }
  document.title = fresh.title;
  morph(find("#frame"), find("#frame", fresh));
  morph(find("#main"), find("#main", fresh));
  for (const pane of all("[data-stick]")) if (stuck.includes(pane.parentElement.id)) pane.scrollTop = pane.scrollHeight;
  announce(all(".message").filter((one) => !known.has(one.id)));
  refocus(modal);
}

// What grows while one looks at its end (a picture that has come) keeps showing its end
const away = new WeakSet();
for (const kind of ["scroll", "load"]) {
  document.addEventListener(kind, ({ target }) => {
    const pane = target.closest?.("[data-stick]");
    if (kind === "scroll" && pane) away[atEnd(pane) ? "delete" : "add"](pane);
    else if (pane && !away.has(pane)) pane.scrollTop = pane.scrollHeight;
  }, true);
}

function announce(messages) {
  const said = messages.map((one) => `${one.dataset.author}: ${find(".words, .blocks", one).innerText.slice(0, 200)}`);
  if (said.length) find("#announcements").textContent = said.join("\n");
}

function refocus(before) {
  const modals = all("[data-modal]");
  const modal = modals[modals.length - 1];
  const wrong = modal && find(".wrong :is(input, select, textarea, summary)", modal);
  if (modal && modal.id !== before) {
    if (!before) focusBefore = document.activeElement?.id;
    const first = find(".modal-body :is(input:not([type=hidden]), select, textarea, button:not(.choose), summary)", modal);
    (find("[data-focus]", modal) || first || find("h2", modal)).focus();
  } else if (wrong && sent?.closest?.("[data-modal]")) {
    wrong.focus();
  } else if (!modal && before) {
    (document.getElementById(focusBefore) || find("#text") || find("#main")).focus();
  }
}

// Live updates: one connection for all tabs, as browsers allow few to one host

let waiting = null;
const news = new BroadcastChannel("sandbox");
const topics = document.body.dataset.topics.split(" ");

function heard(changed) {
  if (changed.some((one) => topics.includes(one))) refresh();
}

function refresh() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const here = location.href;
    try {
      const answer = await fetch(here, { headers: { "x-live": document.hidden ? "unseen" : "seen" } });
      const html = await answer.text();
      if (here === location.href && !sending) show(html);
    } catch { /* the server has gone: the connection finds it again */ }
  }, 20);
}

function listen() {
  const source = new EventSource("/live");
  let lost = false;
  source.addEventListener("changed", (event) => {
    const changed = JSON.parse(event.data);
    news.postMessage(changed);
    heard(changed);
  });
  source.addEventListener("error", () => { lost = true; });
  source.addEventListener("open", () => (lost ? location.reload() : refresh()));
  return new Promise(() => {});
}

news.addEventListener("message", (event) => heard(event.data));
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
if (navigator.locks) navigator.locks.request("sandbox-live", listen);
else listen();
refresh(); // what changed while the page was on its way

// Deeds: forms are sent in place

let sending = 0;
let sent = null;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-deed]")) return;
  event.preventDefault();
  const button = event.submitter;
  sent = button || form;
  const body = new FormData(form, button);
  if (form.matches("[data-clear]")) clear(form);
  for (const open of all("details.drop[open]")) open.open = false;
  button?.classList.add("busy");
  sending += 1;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "x-live": "seen" } });
    const html = await answer.text();
    sending -= 1;
    show(html, answer.url);
    if (form.matches("[data-clear]")) toEnd();
  } catch {
    sending -= 1;
    find("#announcements").textContent = "The sandbox does not answer. Is it still running?";
  } finally {
    button?.classList.remove("busy");
    sent = null;
  }
});

function clear(form) {
  form.reset();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function toEnd() {
  for (const pane of all("[data-stick]")) pane.scrollTop = pane.scrollHeight;
}

function press(element) {
  const form = element.form;
  const button = element.dataset.acts && all("button[name=press]", form).find((one) => one.value === element.dataset.acts);
  if (button) form.requestSubmit(button);
}

const late = new Map();
function soon(key, wait, deed) {
  clearTimeout(late.get(key));
  late.set(key, setTimeout(deed, wait));
}

document.addEventListener("change", (event) => {
  const at = event.target;
  if (at.closest(".several")) return tokens(at.closest(".several"));
  if (!at.dataset.acts) return;
  if (at.matches("select, [type=radio], [type=checkbox]")) press(at);
  else if (at.matches("[type=date], [type=time], [type=datetime-local]")) soon(at.id, 700, () => press(at));
});

document.addEventListener("input", (event) => {
  const at = event.target;
  if (at.dataset.search && at.value.length >= Number(at.dataset.least)) {
    const button = all("button[name=search]", at.form).find((one) => one.value === at.dataset.search);
    soon(at.id, 250, () => at.form.requestSubmit(button));
  } else if (at.dataset.on?.includes("on_character_entered")) {
    soon(at.id, 400, () => press(at));
  }
});

function tokens(details) {
  const chosen = all("input:checked", details).map((one) => one.dataset.label);
  const summary = find("summary", details);
  summary.replaceChildren(...(chosen.length ? chosen : [details.dataset.placeholder]).map((label) => {
    const token = document.createElement("span");
    token.className = chosen.length ? "token" : "none";
    token.textContent = label;
    return token;
  }));
}

// Keys

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Escape") return escape(event);
  if (at.matches("[data-composer]") && suggest.key(event)) return event.preventDefault();
  if (event.key !== "Enter" || event.isComposing) return;
  if (at.matches("[data-composer]") && !event.shiftKey) {
    event.preventDefault();
    if (at.value.trim()) at.form.requestSubmit();
  } else if (at.matches("textarea") && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    at.form.requestSubmit(find("footer button.primary", at.form));
  } else if (at.matches("input:not([type=checkbox], [type=radio])") && at.closest(".blocks") && (at.dataset.acts || at.dataset.search || !at.closest(".in-modal"))) {
    event.preventDefault();
    if (at.dataset.search) at.form.requestSubmit(all("button[name=search]", at.form).find((one) => one.value === at.dataset.search));
    else press(at);
  }
});

function escape(event) {
  const open = find("details.drop[open], details.several[open]");
  if (suggest.hide()) return event.preventDefault();
  if (open) {
    open.open = false;
    find("summary", open).focus();
  } else {
    all("[data-escape]").at(-1)?.click();
  }
}

document.addEventListener("click", (event) => {
  for (const open of all("details.drop[open]")) if (!open.contains(event.target)) open.open = false;
  const insert = event.target.closest("[data-insert]")?.dataset.insert;
  if (insert) put(find("#text"), insert);
});

function put(area, text) {
  area.value = text;
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  for (const open of all("details.drop[open]")) open.open = false;
}

// Slash commands while they are typed

const suggest = {
  area: null,
  list: () => find(".suggestions"),
  shown: () => all(".suggestions li").filter((one) => !one.hidden),
  update(area) {
    const list = this.list();
    if (!list) return;
    this.area = area;
    const typed = area.value.toLowerCase();
    const word = typed.split(" ")[0];
    const inside = typed.includes(" ");
    for (const one of all("li", list)) {
      const { command, usage } = one.dataset;
      const fits = usage ? inside && command === word && usage.toLowerCase().startsWith(typed) : !inside && command.startsWith(word);
      one.hidden = !(typed.startsWith("/") && fits);
    }
    list.hidden = !this.shown().length;
    this.select(inside || list.hidden ? -1 : 0);
  },
  select(index) {
    const shown = this.shown();
    for (const one of all(".suggestions li")) one.setAttribute("aria-selected", "false");
    const chosen = shown[index];
    if (!chosen) return this.area.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", chosen.id);
  },
  current() { return this.shown().findIndex((one) => one.getAttribute("aria-selected") === "true"); },
  whole: (option) => (option.dataset.usage || option.dataset.command).split(/ ?[<[]/)[0],
  choose(option) { put(this.area, `${this.whole(option)} `); },
  hide() {
    const list = this.list();
    if (!list || list.hidden) return false;
    list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
    return true;
  },
  key(event) {
    const list = this.list();
    if (!list || list.hidden) return false;
    const [shown, at] = [this.shown(), this.current()];
    if (event.key === "ArrowDown") this.select((at + 1) % shown.length);
    else if (event.key === "ArrowUp") this.select((at > 0 ? at : shown.length) - 1);
    else if (event.key === "Tab" && !event.shiftKey && at >= 0) this.choose(shown[at]);
    else if (event.key === "Enter" && !event.shiftKey && at >= 0 && this.area.value.trim() !== this.whole(shown[at])) this.choose(shown[at]);
    else return false;
    return true;
  },
};

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-composer]")) suggest.update(event.target);
  else if (event.target.matches?.("form")) suggest.hide();
});
document.addEventListener("focusout", (event) => { if (event.target.matches("[data-composer]")) setTimeout(() => suggest.hide(), 150); });
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".suggestions li");
  if (!option) return;
  event.preventDefault();
  suggest.choose(option);
});

toEnd();
if (find("[data-modal]")) refocus(null);
window.addEventListener("popstate", () => location.reload());
