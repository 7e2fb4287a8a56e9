// A suggestion beside a list: pressing it chooses that entry, and says so to the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-set]");
  if (!button) return;
  const field = document.getElementById(button.dataset.set);
  if (!field) return;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const other of document.querySelectorAll(`button[data-set="${button.dataset.set}"]`)) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
