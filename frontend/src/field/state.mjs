// What the app knows at this moment, and what follows from it: pure, but for `app` itself.
export const app = {
  bundle: null, // what the server gave to take along; null: signed out
  until: 0, // when its log-in ends, by this phone's clock
  isOver: false, // by this phone's clock it has ended: what is known is locked, not destroyed
  isStumbling: false, // something in this page went wrong that nobody foresaw
  answers: [], // mine that wait, were refused, or whose photos are still on their way
  drafts: [], // visits that I began
  notices: [], // what came back and should be read: conflicts, late answers
  others: 0, // answers on this phone that somebody else gave
  isOnline: navigator.onLine,
  isSending: false,
  isSignedOut: false,
  trouble: "", // the server's sentence when nothing could be taken in
};

const UNDONE = ["to_visit", "absent"];
const COLOURS = { met: "good", phone: "good", absent: "warn", to_visit: "info" };

export function colourOf(state) {
  return COLOURS[state] || "mute";
}

export function campaignOf(id) {
  return app.bundle ? app.bundle.campaigns.find((one) => one.id === Number(id)) : undefined;
}

/** My doors of a campaign in walking order, as what waits on the phone will leave them. */
export function doorsOf(campaign, answers = app.answers) {
  const given = new Map();
  for (const one of answers) {
    if (one.what !== "visit" || one.campaign !== campaign.id || one.refused || one.taken) continue;
    given.set(one.door, [...(given.get(one.door) || []), one]);
  }
  return campaign.doors.map((door) => after(door, given.get(door.id) || [], campaign));
}

export function doorOf(campaign, id) {
  return doorsOf(campaign).find((door) => door.id === Number(id));
}

/** A door after these visits: "nobody home" undoes nothing that was heard before. */
function after(door, visits, campaign) {
  return visits.reduce((now, visit) => {
    const count = now.visits + 1;
    const told = visit.outcome === "absent" && !UNDONE.includes(now.state) ? now.state : visit.outcome;
    return {
      ...now,
      visits: count,
      state: told,
      isWaiting: true,
      is_open: told === "absent" && now.is_open && (campaign.is_standing || count < campaign.most_visits),
      note: visit.note || now.note,
      known: { ...now.known, ...visit.facts },
    };
  }, door);
}

/** The bundle once the house has taken in an answer; the next one from the house will say so. */
export function absorb(bundle, answer) {
  const campaigns = bundle.campaigns.map((campaign) => {
    if (answer.what !== "visit" || campaign.id !== answer.campaign) return campaign;
    const doors = campaign.doors.map((door) =>
      door.id === answer.door ? { ...after(door, [answer], campaign), isWaiting: false } : door);
    return { ...campaign, doors };
  });
  return { ...bundle, campaigns };
}

export function stillOpen(doors) {
  return doors.filter((door) => door.is_open);
}

/** The next door to knock at after this one in walking order; those left behind come last. */
export function nextDoor(doors, id) {
  const at = doors.findIndex((door) => door.id === Number(id));
  const onward = [...doors.slice(at + 1), ...doors.slice(0, Math.max(at, 0))];
  return onward.find((door) => door.is_open && door.state === "to_visit")
    || onward.find((door) => door.is_open);
}

/** Doors as one walks them: [{title, floors: [{floor, doors}]}], top floor first or as ordered. */
export function byStairs(doors) {
  const stairs = [];
  for (const door of doors) {
    const title = [door.building, door.entrance].filter(Boolean).join(" ");
    let stair = stairs[stairs.length - 1];
    if (!stair || stair.title !== title) stairs.push((stair = { title, floors: [] }));
    let floor = stair.floors[stair.floors.length - 1];
    if (!floor || floor.floor !== door.floor) stair.floors.push((floor = { floor: door.floor, doors: [] }));
    floor.doors.push(door);
  }
  return stairs;
}

/** What a door is called below its entrance: 301. */
export function shortLabel(door) {
  const over = [door.building, door.entrance].filter(Boolean).join(" ");
  return over && door.label.startsWith(`${over} `) ? door.label.slice(over.length + 1) : door.label;
}

/** Who serves a door, nearest first; of these roles only, if any are given. */
export function postsFor(path, roles = null) {
  return app.bundle.posts
    .filter((post) => path.startsWith(post.path) && (!roles || roles.includes(post.role)))
    .sort((one, other) => other.path.length - one.path.length);
}

export function waiting() {
  return app.answers.filter((one) => !one.refused);
}

export function refused() {
  return app.answers.filter((one) => one.refused);
}

/** An id that nobody else makes. */
export function newUid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

let endsAtTick = 0;

/** The log-in ends at that time of this phone's clock. From then on ticks are counted, which do not
 * jump when somebody sets the clock. */
export function endsAt(until) {
  app.until = until;
  endsAtTick = performance.now() + (until - Date.now());
}

export function isLoginOver() {
  return performance.now() >= endsAtTick;
}

/** This moment by the phone's clock, with its offset from Greenwich. */
export function now(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60000).toISOString().slice(0, 19);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}

export function today() {
  return now().slice(0, 10);
}

/** The moment by the clock on the wall: 2026-11-25T08:30:00. */
export function moment() {
  return now().slice(0, 19);
}
