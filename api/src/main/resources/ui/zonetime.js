// Local time in any zone, from what the browser itself knows of zones. Pure. Dates are "2027-01-31", minutes 0–1440.

const clocks = new Map();
function clockIn(zone) {
  if (!clocks.has(zone)) {
    const options = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", era: "short" };
    let made;
    try {
      made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone });
    } catch {
      made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }); // a zone that only the server knows
    }
    clocks.set(zone, made);
  }
  return clocks.get(zone);
}

export function knowsZone(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** The local clock at an instant (epoch milliseconds), as if it were UTC. */
function local(ms, zone) {
  const part = Object.fromEntries(clockIn(zone).formatToParts(ms).map(({ type, value }) => [type, value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

const offset = (ms, zone) => local(ms, zone) - Math.floor(ms / 1000) * 1000;

export const dateIn = (ms, zone) => new Date(local(ms, zone)).toISOString().slice(0, 10);
export const minuteIn = (ms, zone) => (local(ms, zone) % 86_400_000) / 60_000;
export const plusDays = (date, n) => new Date(Date.parse(date + "T00:00Z") + n * 86_400_000).toISOString().slice(0, 10);
/** 0 is Monday. */
export const weekdayOf = (date) => (new Date(date + "T00:00Z").getUTCDay() + 6) % 7;

/** The instant at which a zone's clocks show this; the first of two, and after a gap the moment as much later. */
export function instantOf(date, minute, zone) {
  const wanted = Date.parse(date + "T00:00Z") + minute * 60_000;
  const before = offset(wanted - 86_400_000, zone);
  const fits = [before, offset(wanted + 86_400_000, zone)].map((shift) => wanted - shift).filter((at) => local(at, zone) === wanted);
  return fits.length ? Math.min(...fits) : wanted - before;
}

/** RFC 3339 with the zone's own offset: "2027-01-01T08:00:00+01:00". */
export function withOffset(ms, zone) {
  const minutes = Math.round(offset(ms, zone) / 60_000);
  const size = Math.abs(minutes);
  const two = (n) => String(n).padStart(2, "0");
  return new Date(local(ms, zone)).toISOString().slice(0, 19) + (minutes < 0 ? "-" : "+") + two(Math.floor(size / 60)) + ":" + two(size % 60);
}
