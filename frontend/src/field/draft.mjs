// A visit that is begun and not yet kept: one draft a door, open in one tab at a time.
import { drop, dropPhotos, keep, one } from "./kept.mjs";
import { app, newUid } from "./state.mjs";

let letGo = null; // gives the lock of the open draft back
let opened = null;
let line = Promise.resolve(); // saves wait for one another

function idOf(campaign, doorId) {
  return `${app.bundle.me.id}:${campaign.id}:${doorId}`;
}

export function keptDraft(campaign, doorId) {
  return one("drafts", idOf(campaign, doorId));
}

/** Begin a visit. It keeps the form and the versions of the facts it starts from. */
export async function begin({ campaign, door, outcome, note = "" }) {
  const draft = {
    id: idOf(campaign, door ? door.id : 0),
    uid: newUid(),
    campaign: campaign.id,
    community: campaign.community,
    title: door ? door.label : campaign.title,
    door: door ? door.id : 0,
    outcome,
    note,
    form: campaign.form_number,
    questions: campaign.questions,
    known: door ? door.known : {},
    masked: door ? door.masked || [] : [],
    started_from: door ? door.versions : {},
    answers: {},
    changing: [],
    isStill: false,
    pictures: {},
  };
  await save(draft);
  return draft;
}

/** Keep a draft as it is now; what was kept before is replaced in order. */
export function save(draft) {
  const me = app.bundle.me.id;
  app.drafts = [...app.drafts.filter((one) => one.id !== draft.id), draft];
  line = line.catch(() => undefined).then(() => keep("drafts", draft, me));
  return line;
}

/** Open a door's draft in this tab: the draft, null when there is none, "elsewhere" when another
 * tab has it open. */
export async function open(campaign, doorId) {
  const draft = await keptDraft(campaign, doorId);
  if (opened && draft && opened.uid === draft.uid) return opened;
  leave();
  if (!draft) return null;
  if (navigator.locks && !(await hold(draft.uid))) return "elsewhere";
  opened = draft;
  return draft;
}

function hold(uid) {
  return new Promise((answer) => {
    navigator.locks.request(`linli-field-draft-${uid}`, { ifAvailable: true }, (lock) => {
      answer(Boolean(lock));
      return lock && new Promise((free) => {
        letGo = free;
      });
    });
  });
}

/** Let another tab open it. */
export function leave() {
  if (letGo) letGo();
  letGo = null;
  opened = null;
}

/** Throw a draft away with its pictures. */
export async function discard(draft) {
  await save(draft);
  leave();
  app.drafts = app.drafts.filter((one) => one.id !== draft.id);
  await drop("drafts", draft.id);
  await dropPhotos(draft.uid);
}
