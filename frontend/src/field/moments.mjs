// Days, moments and times as conditions reckon with them: numbers of days since 1970. A moment has
// no zone: it is the estate's own time. src/linli/forms/moments.py says the same, line by line.

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const ZONE = "(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?";
const MOMENT = new RegExp(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?${ZONE}$`);
const TIME = new RegExp(`^([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?${ZONE}$`);
const MS_A_DAY = 86_400_000;
const SECONDS_A_DAY = 86_400;
const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A day, a moment or a time of day as days since 1970; null for none of these. */
export function days(said) {
  const time = TIME.exec(said);
  if (time) return partOfDay(time[1], time[2], time[3]);
  const match = MOMENT.exec(said);
  const whole = ordinal(match ? match[1] : said);
  if (whole === null || !match) return whole;
  const part = partOfDay(match[2], match[3], match[4]);
  return part === null ? null : whole + part;
}

/** Whether a text is a day as a calendar has it: 2026-03-01. */
export function isDay(said) {
  return ordinal(said) !== null;
}

export function isMoment(said) {
  return MOMENT.test(said) && days(said) !== null;
}

export function isTime(said) {
  return TIME.test(said) && days(said) !== null;
}

/** A number of days as 2026-03-01; "" outside of the years 1 to 9999. */
export function dayOf(number) {
  const at = Math.floor(number);
  return at >= FIRST_DAY && at <= LAST_DAY ? isoOf(at) : "";
}

/** A number of days as 2026-03-01T08:30:00; "" outside of the years 1 to 9999. */
export function momentOf(number) {
  let whole = Math.floor(number);
  let seconds = Math.floor((number - whole) * SECONDS_A_DAY + 0.5);
  if (seconds >= SECONDS_A_DAY) [whole, seconds] = [whole + 1, 0];
  const day = dayOf(whole);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return day && `${day}T${clock.map((part) => padded(part, 2)).join(":")}`;
}

/** A number of days as a pattern of XLSForm says: "%d.%m.%Y". */
export function written(number, pattern) {
  const said = momentOf(number);
  if (!said) return "";
  const [year, month, day, hour, minute, second] = said.split(/[-T:]/);
  const weekday = WEEKDAYS[new Date(ordinal(said.slice(0, 10)) * MS_A_DAY).getUTCDay()];
  const parts = {
    Y: year, y: year.slice(2), m: month, n: String(Number(month)), b: MONTHS[month - 1], d: day,
    e: String(Number(day)), H: hour, h: String(Number(hour)), M: minute, S: second, 3: "000", a: weekday,
  };
  return pattern.replace(/%([YymnbdeHhMSa3])/g, (_all, field) => parts[field]);
}

/** The whole months from one day to another, as a birthday counts them; null for no days. */
export function monthsBetween(first, last) {
  let [begin, end, sign] = [dayOf(first), dayOf(last), 1];
  if (!begin || !end) return null;
  if (begin > end) [begin, end, sign] = [end, begin, -1];
  const months = (end.slice(0, 4) - begin.slice(0, 4)) * 12 + (end.slice(5, 7) - begin.slice(5, 7));
  return sign * (months - (end.slice(8) < begin.slice(8) ? 1 : 0)) + 0;
}

/** The day so many years, months and days later; the 31st becomes a month's last. */
export function added(number, years, months, more) {
  const start = dayOf(number);
  if (!start || Math.abs(years) > 9999 || Math.abs(months) > 120_000) return "";
  const at = start.slice(0, 4) * 12 + (start.slice(5, 7) - 1) + Math.trunc(years) * 12 + Math.trunc(months);
  const [year, month] = [Math.floor(at / 12), at - Math.floor(at / 12) * 12 + 1];
  if (year < 1 || year > 9998) return "";
  const last = new Date(utc(year + Math.floor(month / 12), (month % 12) + 1, 1) - MS_A_DAY).getUTCDate();
  return dayOf(utc(year, month, Math.min(Number(start.slice(8)), last)) / MS_A_DAY + Math.trunc(more));
}

function utc(year, month, day) {
  const at = new Date(0);
  return at.setUTCFullYear(year, month - 1, day);
}

function isoOf(whole) {
  const at = new Date(whole * MS_A_DAY);
  return [padded(at.getUTCFullYear(), 4), padded(at.getUTCMonth() + 1, 2), padded(at.getUTCDate(), 2)].join("-");
}

function padded(number, width) {
  return String(number).padStart(width, "0");
}

function ordinal(said) {
  const [, year, month, day] = (DAY.exec(said) || []).map(Number);
  if (!year || !month || !day) return null;
  const at = new Date(utc(year, month, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at / MS_A_DAY : null;
}

function partOfDay(hours, minutes, seconds) {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds || 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return (hour * 3600 + minute * 60 + second) / SECONDS_A_DAY;
}
