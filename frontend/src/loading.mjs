// A thin bar at the top while htmx asks the server; a sentence when it cannot be reached.
const bar = document.getElementById("loading");
let asking = 0;

function show(step) {
  asking = Math.max(0, asking + step);
  if (bar) bar.classList.toggle("is-on", asking > 0);
}

document.addEventListener("htmx:beforeRequest", () => show(1));
document.addEventListener("htmx:afterRequest", () => show(-1));

document.addEventListener("htmx:sendError", () => {
  const line = document.getElementById("offline");
  if (line) line.hidden = false;
});
document.addEventListener("htmx:afterOnLoad", () => {
  const line = document.getElementById("offline");
  if (line) line.hidden = true;
});

// A refusal comes back as a fragment that says what to do: show it in place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  if (answer.status >= 400 && answer.getResponseHeader("X-Refusal")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    const place = document.getElementById("toasts");
    if (place) {
      event.detail.target = place;
      event.detail.swapOverride = "innerHTML";
    }
  }
});
