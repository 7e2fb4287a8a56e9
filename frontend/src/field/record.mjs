// Turns what came of a visit into an answer that waits, and sends it if there is signal.
import { inWords } from "./controls.mjs";
import { leave, save } from "./draft.mjs";
import { filled } from "./filling.mjs";
import { answersOf, factsOf, leaves, pictureNames } from "./flow.mjs";
import { drop, dropPhoto, dropPhotos, keep, keepAnswer } from "./kept.mjs";
import { changed } from "./reload.mjs";
import { app, newUid, now } from "./state.mjs";
import { waitAgain } from "./send_photos.mjs";
import { refresh, sendAll } from "./upload.mjs";
import { t } from "./words.mjs";

/** Keep a visit without questions: nobody home, refused, moved away, vacant. */
export async function finish({ campaign, door, outcome, note = "" }) {
  await keepMine(visit({ campaign: campaign.id, door, outcome, note, form: campaign.form_number }));
  send();
}

/** Nobody home behind several doors at once. */
export async function nobodyHome(campaign, doors) {
  for (const door of doors) {
    await keepMine(visit({ campaign: campaign.id, door, outcome: "absent", form: campaign.form_number }));
  }
  send();
}

function visit({ campaign, door, outcome, form, note = "" }) {
  return {
    what: "visit",
    uid: newUid(),
    campaign,
    door: door.id,
    outcome,
    answers: {},
    form,
    at: now(),
    started_from: {},
    note,
    title: door.label,
    said: [[t("what_came_of_it"), t(`outcome_${outcome}`)]],
  };
}

/** Keep a visit with its answers; the draft is gone in the same step. */
export async function finishDraft(draft) {
  const answers = answersOf(draft);
  const photos = pictureNames(draft, answers);
  const answer = {
    what: "visit",
    uid: draft.uid,
    campaign: draft.campaign,
    door: draft.door || null,
    outcome: draft.outcome,
    answers,
    form: draft.form,
    at: now(),
    started_from: draft.started_from,
    note: draft.note,
    photos,
    title: draft.title,
    draft: asAnswered(draft),
    facts: factsOf(draft, answers),
    said: [[t("what_came_of_it"), t(`outcome_${draft.outcome}`)], ...saidOf(draft, answers)],
  };
  await save(draft);
  await keepAnswer(answer, app.bundle.me.id, draft.id);
  leave();
  for (const name of Object.values(draft.pictures).flat()) {
    if (!photos.includes(name)) await dropPhoto(draft.uid, name);
  }
  app.answers = [...app.answers.filter((one) => one.uid !== answer.uid), answer];
  app.drafts = app.drafts.filter((one) => one.id !== draft.id);
  send();
}

/** A draft as it stays beside its answer: refused, it can be opened again. */
function asAnswered(draft) {
  const { isCorrection, refusal, ...kept } = draft;
  return kept;
}

/** Keep a matter that was raised at a door; its draft is gone in the same step. */
export async function finishMatter(draft, said) {
  const { text, name, phone } = draft;
  const answer = {
    what: "matter", uid: draft.uid, campaign: draft.campaign, door: draft.door, kind: draft.kind,
    text: text.trim(), where: draft.where, name: name.trim(), phone: phone.trim(), answers: draft.answers,
    at: now(), photos: draft.photos, title: draft.title, draft: asAnswered(draft), said,
  };
  await keepAnswer(answer, app.bundle.me.id, draft.id);
  app.answers = [...app.answers.filter((each) => each.uid !== answer.uid), answer];
  app.drafts = app.drafts.filter((each) => each.id !== draft.id);
  send();
}

/** What was answered, in words: for who looks at it before it is sent, or when it was refused. */
export function saidOf(draft, answers) {
  return leaves(draft.questions)
    .filter((one) => one.type !== "calculate")
    .map((one) => [filled(one.label, answers, draft.questions), inWords(one, answers[one.code], draft.questions)])
    .filter((pair) => pair[1]);
}

/** Keep an answer that needs no draft: a key handed over. */
export async function keepOther(answer) {
  await keepMine({ uid: newUid(), at: now(), ...answer });
  send();
}

async function keepMine(answer) {
  await keep("waiting", answer, app.bundle.me.id);
  app.answers = [...app.answers.filter((each) => each.uid !== answer.uid), answer];
}

/** Let a refused answer wait again. */
export async function tryAgain(answer) {
  const { refused, ...again } = waitAgain(answer);
  await keep("waiting", again, app.bundle.me.id);
  app.answers = app.answers.map((one) => (one.uid === answer.uid ? again : one));
  send();
}

/** Delete an answer that is not wanted any more, pictures too. */
export async function discardAnswer(answer) {
  await drop("waiting", answer.uid);
  await dropPhotos(answer.uid);
  app.answers = app.answers.filter((one) => one.uid !== answer.uid);
  changed();
}

export async function dismiss(notice) {
  await drop("notices", notice.uid);
  app.notices = app.notices.filter((one) => one.uid !== notice.uid);
  changed();
}

/** Send what waits, and learn what others did meanwhile. The page does not wait for it. */
export async function send() {
  changed();
  if (await sendAll()) await refresh();
}
