// Reads a calendar message with ical.js: JSON in, JSON out. The argument is where npm put it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(`${process.argv[2]}/package.json`).resolve("ical.js");
const { default: ICAL } = await import(pathToFileURL(found));
const { body, until } = JSON.parse(readFileSync(0, "utf8"));
const calendar = new ICAL.Component(ICAL.parse(body));
const zones = new Map(
  calendar.getAllSubcomponents("vtimezone").map((each) => {
    const zone = new ICAL.Timezone(each);
    return [zone.tzid, zone];
  }),
);

const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString();
const own = (component, name) => component.getFirstPropertyValue(name);

function zoned(component, name) {
  const property = component.getFirstProperty(name);
  if (!property) return null;
  const time = property.getFirstValue().clone();
  const zone = zones.get(property.getParameter("tzid"));
  if (zone) time.zone = zone;
  return time;
}

function seen(component) {
  const original = zoned(component, "recurrence-id");
  return {
    uid: own(component, "uid"),
    original: original && utc(original),
    sequence: own(component, "sequence"),
    start: utc(zoned(component, "dtstart")),
    end: utc(zoned(component, "dtend")),
    organizer: own(component, "organizer"),
    attendees: component.getAllProperties("attendee").map((each) => each.getFirstValue()),
  };
}

function occurrences(component) {
  const start = zoned(component, "dtstart");
  if (!component.hasProperty("rrule")) return [start];
  const met = [];
  const times = new ICAL.RecurExpansion({ component, dtstart: start });
  for (let time = times.next(); time && utc(time) < until; time = times.next()) met.push(time);
  return met;
}

const components = calendar.getAllSubcomponents("vevent");
const met = new Map();
const changedLast = (each) => each.hasProperty("recurrence-id");
for (const each of components.toSorted((a, b) => changedLast(a) - changedLast(b))) {
  const original = zoned(each, "recurrence-id");
  if (original) met.set(utc(original), utc(zoned(each, "dtstart")));
  else for (const time of occurrences(each)) met.set(utc(time), utc(time));
}
process.stdout.write(
  JSON.stringify({
    method: own(calendar, "method"),
    entries: components.map(seen),
    occurrences: [...met.values()],
  }),
);
