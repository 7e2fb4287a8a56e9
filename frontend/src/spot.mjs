// On a plan inside form[data-spot], one click says where a place lies: it fills in x and y.
const SIDES = ["x", "y", "w", "h"];

function draw(plan, [x, y, w, h]) {
  let rect = plan.querySelector(".plan__spot");
  if (!rect) {
    rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", "plan__spot");
    plan.append(rect);
  }
  for (const [name, value] of Object.entries({ x, y, width: w, height: h })) {
    rect.setAttribute(name, value);
  }
}

document.addEventListener("click", (event) => {
  const plan = event.target.closest("form[data-spot] svg.plan");
  if (!plan) return;
  event.preventDefault(); // its shapes are links elsewhere
  const fields = SIDES.map((side) => plan.closest("form").elements[side]);
  const [, , w, h] = fields.map((field) => Number(field.value) || 4);
  const point = new DOMPoint(event.clientX, event.clientY);
  const at = point.matrixTransform(plan.getScreenCTM().inverse());
  const spot = [Math.round(at.x - w / 2), Math.round(at.y - h / 2), w, h];
  spot.forEach((value, n) => (fields[n].value = value));
  draw(plan, spot);
});
