// Keying a paper sheet in without the mouse: digits choose, Enter goes on, after the last it keeps.

const FIELDS = "input:not([type=hidden]):not([type=file]), select, textarea";

function standing(form) {
  return [...form.querySelectorAll(".question, .field")].filter(
    (one) => one.offsetParent !== null && !one.querySelector(".question") && one.querySelector(FIELDS),
  );
}

function first(question) {
  return question.querySelector("input:checked") ?? question.querySelector(FIELDS);
}

function choose(question, digit) {
  const boxes = [...question.querySelectorAll("input[type=radio], input[type=checkbox]")].filter(
    (one) => one.offsetParent !== null && one.value !== "",
  );
  const box = boxes[digit - 1];
  if (!box) return false;
  box.checked = box.type === "radio" || !box.checked;
  box.focus();
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

export function keyIn(form) {
  form.addEventListener("keydown", (event) => {
    const question = event.target.closest(".question, .field");
    if (!question || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const boxed = ["radio", "checkbox"].includes(event.target.type);
    if (boxed && /^[1-9]$/.test(event.key)) {
      if (choose(question, Number(event.key))) event.preventDefault();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    const all = standing(form);
    const next = all[all.indexOf(question) + 1];
    if (next) first(next).focus();
    else form.querySelector("button[name=then], .btn--primary").focus();
  });
  first(standing(form)[1] ?? standing(form)[0]).focus();
}
