// A point on the estate's plan: a click says where; where the device is, only its button tells.
const SVG = "http://www.w3.org/2000/svg";
const WAIT_MS = 20_000;

function mark(plan, x, y) {
  let spot = plan.querySelector("circle");
  if (!spot) {
    spot = document.createElementNS(SVG, "circle");
    spot.setAttribute("class", "plan__spot");
    spot.setAttribute("r", "4");
    plan.append(spot);
  }
  spot.setAttribute("cx", x);
  spot.setAttribute("cy", y);
}

function cut(degrees) {
  return degrees.toFixed(9).replace(/(\.[0-9]{5}).*$/, "$1"); // a metre
}

for (const question of document.querySelectorAll("[data-point]")) {
  const input = question.querySelector("input");
  const plan = question.querySelector("svg.plan");
  const here = question.querySelector("[data-here]");
  const put = (value) => {
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (plan) {
    plan.addEventListener("click", (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plan.getScreenCTM().inverse());
      const [x, y] = [at.x, at.y].map((side) => Math.max(0, side).toFixed(1));
      mark(plan, x, y);
      put(`${x} ${y}`);
    });
    const [x, y] = input.value.split(" ");
    if (y && !x.startsWith("@")) mark(plan, x, y);
  }
  if (!navigator.geolocation) continue;
  here.hidden = false;
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => put(`@${cut(coords.latitude)} ${cut(coords.longitude)}`),
    () => here.setAttribute("disabled", ""),
    { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
  ));
}
