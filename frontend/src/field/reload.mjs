// Reads again what this phone holds of mine, and tells the pages when anything changed.
import { all, goOnWithout, writeRemembered } from "./kept.mjs";
import { app } from "./state.mjs";

let hearers = [];

/** Call when anything changed that a page may show. */
export function onChange(hear) {
  hearers.push(hear);
}

export function changed() {
  for (const hear of hearers) hear();
}

/** Read again what waits of mine. */
export async function reload() {
  const me = app.bundle && app.bundle.me.id;
  if (!me) return;
  try {
    await writeRemembered();
    const [answers, drafts, notices] = await Promise.all(["waiting", "drafts", "notices"].map((store) => all(store, me)));
    Object.assign(app, { notices, ...eachOnce(answers, drafts) });
  } catch (fault) {
    goOnWithout(fault); // what this page knows stays as it is
  }
  changed();
}

/** A visit is an answer or a draft: one that is being corrected is the draft, else the answer. */
function eachOnce(answers, drafts) {
  const corrected = new Set(drafts.filter((draft) => draft.isCorrection).map((draft) => draft.uid));
  const kept = answers.filter((answer) => !(answer.refused && corrected.has(answer.uid)));
  const uids = new Set(kept.map((answer) => answer.uid));
  return { answers: kept, drafts: drafts.filter((draft) => !uids.has(draft.uid)) };
}
