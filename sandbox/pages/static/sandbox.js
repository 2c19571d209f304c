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
    const kept = (name === "open" && old.nodeName === "DETAILS") || name === "data-up" || name.startsWith("aria-active");
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
const script = (page) => find("script[src]", page).getAttribute("src");
let focusBefore = null;

let [asked, latest] = [0, 0];

async function ask(address, options) {
  const turn = ++asked;
  try {
    const answer = await fetch(address, options);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    return find("#main", fresh) && { fresh, url: answer.url, turn };
  } catch {
    return null; // the sandbox has gone
  }
}

function show({ fresh, turn }, url, by) {
  if (turn < latest) return; // a newer one has overtaken it
  latest = turn;
  if (script(fresh) !== script(document)) return url ? location.assign(url) : location.reload();
  const known = new Set(all(".message").map((one) => one.id));
  const stuck = all("[data-stick]").filter(atEnd).map((one) => one.id);
  const modal = find("[data-modal]")?.id;
  const elsewhere = url && new URL(url).pathname !== location.pathname;
  if (url && new URL(url).pathname + new URL(url).search !== location.pathname + location.search) {
    history.pushState(null, "", url);
  }
  document.title = fresh.title;
  morph(find("#frame"), find("#frame", fresh));
  morph(find("#main"), find("#main", fresh));
  all(".several").forEach(tokens);
  for (const pane of all("[data-stick]")) if (elsewhere || stuck.includes(pane.id)) pane.scrollTop = pane.scrollHeight;
  announce(elsewhere ? [] : all(".message").filter((one) => !known.has(one.id)));
  drafts();
  watchEnds();
  refocus(modal, by);
  if (elsewhere) find("#text")?.focus();
}

// While one looks at the end, it stays before one's eyes: a picture comes, the window narrows
const away = new WeakSet();
const ends = new ResizeObserver(() => {
  for (const pane of all("[data-stick]")) if (!away.has(pane)) pane.scrollTop = pane.scrollHeight;
});
function watchEnds() {
  for (const pane of all("[data-stick]")) for (const one of [pane, pane.firstElementChild]) ends.observe(one);
}
document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.("[data-stick]")) return;
  if (!atEnd(target)) away.add(target);
  else if (away.delete(target)) refresh(); // it is read now
}, true);

function announce(messages) {
  const said = messages.map((one) => `${one.dataset.author}: ${find(".words, .blocks", one).innerText.slice(0, 200)}`);
  if (said.length) find("#announcements").textContent = said.join("\n");
}

const topModal = () => all("[data-modal]").at(-1);

function refocus(before, by) {
  const modal = topModal();
  const wrong = modal && find(".wrong :is(input:not([type=hidden]), select, textarea, summary)", modal);
  if (modal && modal.id !== before) {
    if (!before) focusBefore = document.activeElement?.id;
    const first = find(".modal-body :is(input:not([type=hidden]), select, textarea, button:not(.choose), summary)", modal);
    (find("[data-focus]", modal) || first || find("h2", modal)).focus();
  } else if (wrong && by?.value === "submit") {
    wrong.focus();
  } else if (!modal && before) {
    (document.getElementById(focusBefore) || find("#text") || find("#main")).focus();
  }
}

// Live updates: one connection for all tabs, as browsers allow few to one host

let [waiting, missed] = [null, false];
const news = new BroadcastChannel("sandbox");
const topics = [...document.body.dataset.topics.split(" "), "lost"];

function heard(changed) {
  if (changed.some((one) => topics.includes(one))) refresh();
}

function refresh(wait = 5) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const here = location.href;
    const looking = !document.hidden && !away.has(find("#scroll"));
    const found = await ask(here, { headers: { "x-live": looking ? "seen" : "unseen" } });
    if (!found) return lost();
    find("#away").hidden = true;
    if (sending) missed = true;
    else if (here === location.href) show(found);
  }, wait);
}

function lost() {
  find("#away").hidden = false;
  refresh(1000);
}

function tell(changed) {
  news.postMessage(changed);
  heard(changed);
}

function listen() {
  const source = new EventSource("/live");
  source.addEventListener("changed", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("open", () => tell(["lost"]));
  source.addEventListener("error", () => {
    tell(["lost"]);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
  return new Promise(() => {});
}

news.addEventListener("message", (event) => heard(event.data));
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
if (navigator.locks) navigator.locks.request("sandbox-live", listen);
else listen();
refresh(); // what changed while the page was on its way

// What is half written stays until it is sent: it is kept for as long as the tab lives

const store = (key, value) => (value ? sessionStorage.setItem(key, value) : sessionStorage.removeItem(key));
const draftKey = ({ action, elements }) => `draft ${action} ${elements.channel.value} ${elements.thread.value}`;
const shown = new WeakMap();

function drafts() {
  for (const area of all("[data-composer]")) {
    const key = draftKey(area.form);
    if (shown.get(area) !== key) area.value = sessionStorage.getItem(key) || "";
    shown.set(area, key);
  }
}

function putBack(area, key, text) {
  const both = [text, shown.get(area) === key ? area.value : sessionStorage.getItem(key)].filter(Boolean).join("\n");
  store(key, both);
  if (area.isConnected && shown.get(area) === key) area.value = both;
}

const formKey = () => `form ${location.pathname.split("/")[2]}`;
const view = (form) => form.elements.view.value;

function keepForm(form) {
  const texts = [...new FormData(form)].filter(([name, value]) => /^(v\/|has$)/.test(name) && typeof value === "string");
  store(formKey(), JSON.stringify([view(form), texts]));
}

function fillForm() {
  const form = find("#modal-form");
  const [id, texts] = JSON.parse(sessionStorage.getItem(formKey()) || "[]");
  if (!form || view(form) !== id) return find("#panes") && store(formKey());
  const given = (name) => texts.filter(([one]) => one === name).map(([, value]) => value);
  const names = new Set(given("has").map((path) => `v/${path}`));
  for (const field of form.elements) {
    if (!names.has(field.name) || field.type === "file") continue;
    const values = given(field.name);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  all(".several", form).forEach(tokens);
}

// Deeds: forms are sent in place

let sending = 0;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-deed]")) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new FormData(form, button);
  const area = find("[data-composer]", form);
  const [key, text] = area ? [draftKey(form), area.value] : [];
  if (area) clear(form);
  shut("details.drop");
  button?.classList.add("busy");
  sending += 1;
  const found = await ask(form.action, { method: "POST", body, headers: { "x-live": "seen" } });
  sending -= 1;
  button?.classList.remove("busy");
  if (!found) {
    if (area) putBack(area, key, text);
    return lost();
  }
  if (area && sessionStorage.getItem(key) === text) store(key);
  show(found, found.url, button);
  if (area) toEnd();
  if (missed) refresh();
  missed = false;
});

function clear(form) {
  form.reset();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function shut(kind, unless) {
  for (const open of all(`${kind}[open]`)) if (!open.contains(unless)) open.open = false;
}

function toEnd() {
  for (const pane of all("[data-stick]")) pane.scrollTop = pane.scrollHeight;
}

function press(element) {
  const form = element.closest("form");
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
  if (at.form?.id === "modal-form") keepForm(at.form);
  if (at.closest(".several")) return tokens(at.closest(".several"));
  if (!at.dataset.acts) return;
  if (at.matches("select, [type=radio], [type=checkbox]")) press(at);
  else if (at.matches("[type=date], [type=time], [type=datetime-local]")) soon(at.id, 700, () => press(at));
});

document.addEventListener("input", (event) => {
  const at = event.target;
  if (at.form?.id === "modal-form") keepForm(at.form);
  if (at.matches("[data-composer]")) store(draftKey(at.form), at.value);
  if (at.dataset.search && at.value.length >= Number(at.dataset.least)) {
    const button = all("button[name=search]", at.form).find((one) => one.value === at.dataset.search);
    soon(at.id, 250, () => at.form.requestSubmit(button));
  } else if (at.dataset.on?.includes("on_character_entered")) {
    soon(at.id, 400, () => press(at));
  }
});

const ticked = (details) => all("input:checked", details);

function tokens(details) {
  const chosen = ticked(details).map((one) => one.dataset.label);
  const summary = find("summary", details);
  summary.setAttribute("aria-label", `${details.dataset.label}: ${chosen.join(", ") || "nothing chosen"}`);
  summary.replaceChildren(...(chosen.length ? chosen : [details.dataset.placeholder]).map((label) => {
    const token = document.createElement("span");
    token.className = chosen.length ? "token" : "none";
    token.textContent = label;
    return token;
  }));
}

// Menus that open: upward where there is no room below; what was ticked is sent when they close

const before = new WeakMap();
const values = (details) => ticked(details).map((one) => one.value).join("\n");

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details.drop, details.several")) return;
  if (target.open) {
    before.set(target, values(target));
    place(target);
  } else if (before.has(target) && before.get(target) !== values(target)) {
    press(target);
  }
}, true);

function place(details) {
  const menu = find(":scope > :is(.menu, .panel)", details);
  const pane = details.closest(".modal-body, .scroll");
  if (!menu || !pane) return;
  details.removeAttribute("data-up");
  const [box, room] = [menu.getBoundingClientRect(), pane.getBoundingClientRect()];
  const above = details.getBoundingClientRect().top - room.top;
  if (box.bottom > room.bottom && above > box.height + 8) details.setAttribute("data-up", "");
  menu.scrollIntoView({ block: "nearest" });
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
  const open = find("details.drop[open], details.several[open]", topModal() || document);
  if (suggest.hide()) return event.preventDefault();
  if (open) {
    open.open = false;
    find("summary", open).focus();
  } else {
    all("[data-escape]").at(-1)?.click();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.isConnected) shut(":is(details.drop, details.several)", event.target);
  const insert = event.target.closest("[data-insert]")?.dataset.insert;
  if (insert) put(find("#text"), insert);
});

document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") shut(":is(details.drop, details.several)", document.activeElement);
});

function put(area, text) {
  area.value = text;
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  shut("details.drop");
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

drafts();
fillForm();
watchEnds();
toEnd();
if (find("[data-modal]")) refocus(null);
window.addEventListener("popstate", () => location.reload());
