// A button with data-twice asks once more in its own words; a form is never sent twice.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-twice]");
  if (!button || button.dataset.asked) return;
  event.preventDefault();
  button.dataset.asked = "1";
  button.textContent = button.dataset.twice;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A choice that only narrows a list sends its form by itself.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});
