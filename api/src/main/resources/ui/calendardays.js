// The entries of a calendar: a date, days, hours, or a day of every year. Pure.

export const kinds = [["date", "One day"], ["days", "Days"], ["hours", "Hours"], ["every_year", "Every year"]];

export function kindOf(entry) {
  if (entry.every_year !== undefined) return "every_year";
  if (entry.date !== undefined) return "date";
  return String(entry.from ?? "").includes("T") ? "hours" : "days";
}

/** The same entry in another form, as far as the two have something in common. */
export function turned(entry, kind, today) {
  const day = String(entry.date ?? entry.from ?? (entry.every_year ? `${today.slice(0, 4)}-${entry.every_year}` : today)).slice(0, 10);
  const last = String(entry.until ?? day).slice(0, 10);
  const note = entry.note ? { note: entry.note } : {};
  switch (kind) {
    case "date":
      return { date: day, ...note };
    case "days":
      return { from: day, until: last, ...note };
    case "hours":
      return { from: `${day}T22:00`, until: `${last === day ? day : last}T23:00`, ...note };
    default:
      return { every_year: day.slice(5), ...note };
  }
}

const dayForm = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const yearForm = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
const valid = (date) => !Number.isNaN(Date.parse(`${date}T00:00Z`));
const dayText = (date) => (valid(date) ? dayForm.format(new Date(date + "T00:00Z")) : String(date));

export function entryText(entry) {
  const kind = kindOf(entry);
  if (kind === "date") return dayText(entry.date);
  if (kind === "every_year") return valid("2024-" + entry.every_year) ? `every ${yearForm.format(new Date("2024-" + entry.every_year + "T00:00Z"))}` : entry.every_year;
  if (kind === "days") return `${dayText(entry.from)} to ${dayText(entry.until)}`;
  const [a, b] = [entry.from, entry.until].map((at) => String(at ?? "").split("T"));
  return `${dayText(a[0])} ${a[1] ?? ""} to ${a[0] === b[0] ? "" : dayText(b[0]) + " "}${b[1] ?? ""}`;
}

/** Whether it still has something ahead of `today`. */
export const isAhead = (entry, today) => entry.every_year !== undefined || String(entry.date ?? entry.until ?? "").slice(0, 10) >= today;
