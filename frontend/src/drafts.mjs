// Keeps what is typed in a form with data-draft in this tab, so that nothing is lost when a
// session ends or a page is reloaded. Forgotten as soon as the form is sent well.
const PREFIX = "draft:";

function fields(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter(
    (field) => field.name && !field.name.startsWith("csrf") && !field.dataset.noDraft,
  );
}

function key(form, field) {
  return `${PREFIX}${location.pathname}:${form.dataset.draft}:${field.name}`;
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // A browser may forbid storage; typing must go on all the same.
  }
}

function restore(form) {
  for (const field of fields(form)) {
    const kept = attempt(() => sessionStorage.getItem(key(form, field)));
    if (kept && !field.value) field.value = kept;
  }
}

function watch(form) {
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!fields(form).includes(field)) return;
    attempt(() => sessionStorage.setItem(key(form, field), field.value));
  });
}

// A page that follows a form sent well carries data-draft-done: its drafts are forgotten.
for (const done of document.querySelectorAll("[data-draft-done]")) {
  attempt(() => {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && name.includes(`:${done.dataset.draftDone}:`)) {
        sessionStorage.removeItem(name);
      }
    }
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  restore(form);
  watch(form);
}
