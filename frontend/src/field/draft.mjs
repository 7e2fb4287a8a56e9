// A visit that is begun and not yet kept: one draft a door, open in one tab at a time.
import { drop, dropPhotos, goOnWithout, keep, keepDraftAgain, one } from "./kept.mjs";
import { app, newUid } from "./state.mjs";

let letGo = null; // gives the lock of the open draft back
let opened = null;
let line = Promise.resolve(); // saves wait for one another

function idOf(campaign, doorId) {
  return `${app.bundle.me.id}:${campaign.id}:${doorId}`;
}

function ownerOf(draft) {
  return Number(draft.id.split(":")[0]);
}

export function keptDraft(campaign, doorId) {
  return draftById(idOf(campaign, doorId));
}

/** A draft as it is kept; as this page knows it, where storage cannot be read. A visit that waits to
 * be sent is no draft any more, even if the full phone could not delete its copy. */
async function draftById(id) {
  let draft;
  try {
    draft = await one("drafts", id);
  } catch (fault) {
    goOnWithout(fault);
    draft = app.drafts.find((each) => each.id === id);
  }
  const isAnswer = draft && app.answers.some((answer) => answer.uid === draft.uid && !answer.refused);
  return draft && !isAnswer ? draft : null;
}

/** The matter that is being raised at a door: as it was left, or a new one that nobody typed yet. */
export async function matterDraft(campaign, door) {
  const id = `${idOf(campaign, door.id)}:matter`;
  const there = await draftById(id);
  return there || {
    what: "matter", id, uid: newUid(), campaign: campaign.id, community: campaign.community, door: door.id,
    title: door.label, text: "", kind: "", where: "door", name: door.name, phone: "", answers: {}, photos: [], pictures: {},
  };
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
  const me = ownerOf(draft);
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

/** Make a refused answer the draft again that it was, to be corrected; false while another visit to
 * this door is begun. */
export async function correct(answer) {
  const there = await draftById(answer.draft.id);
  if (there && there.uid !== answer.uid) return false;
  const wrong = (answer.refused.at || []).map((place) => place.split(".")[0]);
  const changing = [...new Set([...(answer.draft.changing || []), ...wrong])]; // each gets a page of its own
  const draft = { ...answer.draft, changing, isCorrection: true, refusal: answer.refused };
  await keepDraftAgain(draft, ownerOf(draft), answer.uid);
  app.drafts = [...app.drafts.filter((each) => each.id !== draft.id), draft];
  app.answers = app.answers.filter((each) => each.uid !== answer.uid);
  return true;
}

/** Throw a draft away with its pictures. */
export async function discard(draft) {
  await save(draft);
  leave();
  app.drafts = app.drafts.filter((one) => one.id !== draft.id);
  await drop("drafts", draft.id);
  await dropPhotos(draft.uid);
}
