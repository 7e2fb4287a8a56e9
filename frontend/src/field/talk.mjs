// Talks with the house. A no comes back as a Said with the house's sentence; no signal as a Silent.
import { addressOf } from "./addresses.mjs";

const TOO_LONG_MS = 60000;

/** The house answered, yet not with what was asked. */
export class Said extends Error {
  constructor(status, told) {
    super(told.sentence || `${status}`);
    this.status = status;
    this.told = told;
  }
}

/** Nobody answered: no signal, or the house is down. */
export class Silent extends Error {}

function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function send(path, { method, body, type, held = "" }) {
  const stop = new AbortController();
  const alarm = setTimeout(() => stop.abort(), TOO_LONG_MS);
  try {
    return await fetch(path, {
      method,
      body,
      signal: stop.signal,
      credentials: "same-origin",
      headers: {
        Accept: "application/json", "Content-Type": type, "X-CSRFToken": cookie("csrftoken"),
        ...(held ? { "If-None-Match": held } : {}),
      },
    });
  } catch (fault) {
    throw new Silent(fault.message);
  } finally {
    clearTimeout(alarm);
  }
}

async function read(answer) {
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  try {
    return isJson ? await answer.json() : null;
  } catch (fault) {
    throw new Silent(fault.message); // broken off half-way
  }
}

/** Ask the house; its JSON answer. Raises Said or Silent. */
export async function ask(path, { method = "GET", body, type = "application/json", again = true } = {}) {
  const answer = await send(path, { method, body, type });
  const told = await read(answer);
  if (answer.ok && told) return told;
  // A page instead of JSON: the cookie against forgery is too old. The bundle brings a new one.
  if (answer.status === 403 && !told && again) {
    await send(addressOf("bundle"), { method: "GET", type });
    return ask(path, { method, body, type, again: false });
  }
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Silent();
  throw new Said(answer.status, told || {});
}

/** Ask for what may have changed since `held` came: its answer with its `etag`, or without
 * anything but `signed_in_seconds` while it is the same. */
export async function askAgain(path, held) {
  const answer = await send(path, { method: "GET", type: "application/json", held });
  const seconds = { signed_in_seconds: Number(answer.headers.get("X-Signed-In-Seconds")) };
  if (answer.status === 304) return seconds;
  const told = await read(answer);
  if (answer.ok && told) return { ...told, etag: answer.headers.get("ETag") || "" };
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Silent();
  throw new Said(answer.status, told || {});
}
