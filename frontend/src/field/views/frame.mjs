// What the pages of one visit share: the draft, the way between its pages, what controls need.
import { faultOf } from "../checking.mjs";
import { answersSeen, isHint, pages } from "../flow.mjs";
import { moment } from "../state.mjs";

export class Frame {
  constructor(campaign, draft, redraw) {
    Object.assign(this, { campaign, draft, redraw });
    this.base = `#/visit/${campaign.id}/${draft.door}`;
  }

  go(page) {
    window.location.hash = `${this.base}/${page}`;
    return null;
  }

  get home() {
    return this.draft.door ? `#/door/${this.campaign.id}/${this.draft.door}` : `#/round/${this.campaign.id}`;
  }

  /** The head of a page: where it is, and the page before it. */
  head(back, at) {
    const count = at > 0 ? `${at} / ${pages(this.draft).length}` : "";
    return {
      sub: [this.draft.title, count].filter(Boolean).join(" · "),
      back: back ? `${this.base}/${back}` : this.home,
      tab: "",
    };
  }

  /** Where a question's answer is kept (in the draft, or in a round of a repeat), and what
   * conditions may look at. */
  scope(round = null) {
    const { draft } = this;
    return {
      uid: draft.uid,
      community: draft.community,
      questions: draft.questions,
      answers: round || draft.answers,
      around: answersSeen(draft, round),
      isRound: Boolean(round),
      newName: (code) => newName(draft, code),
    };
  }

  faultOf(question, scope = this.scope()) {
    if (isHint(this.draft, question, scope.answers[question.code])) return "";
    return faultOf(question, { ...scope.around, ...scope.answers }, { today: moment() });
  }

  /** Say beside the question what is wrong with its answer. */
  complain(fault) {
    document.getElementById("fault").textContent = fault;
    const box = document.getElementById("answer");
    if (box) {
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", "fault");
      box.focus();
    }
    return null;
  }
}

/** A name that no other picture of this visit had, not even one that was taken out again. */
function newName(draft, code) {
  const names = draft.pictures[code] || [];
  const name = `${code}-${names.length}`;
  draft.pictures[code] = [...names, name];
  return name;
}
