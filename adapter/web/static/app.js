// What the pages gain with JavaScript: sliders, and marks on fields that cannot be read. Without it
// every page works by links and buttons.
"use strict";

// A slider beside a field with a number moves it between a quarter and three times its first value.
function slider(input) {
  const parts = /^([0-9][0-9,]*\.?[0-9]*)(.*)$/.exec(input.value.trim());
  const first = parts ? Number(parts[1].replaceAll(",", "")) : 0;
  if (!(first > 0)) return;
  const unit = parts[2];
  const range = document.createElement("input");
  range.type = "range";
  range.min = -100;
  range.max = 100;
  range.step = 1;
  range.value = 0;
  const label = input.labels.length ? input.labels[0].textContent.trim() : input.name;
  range.setAttribute("aria-label", label + ", slider");
  // on a scale of ratios, so that a third less and a half more are equally far
  range.addEventListener("input", (event) => {
    event.stopPropagation();
    const value = first * Math.pow(range.value < 0 ? 4 : 3, range.value / 100);
    input.value = Number(value.toPrecision(4)) + unit;
    range.setAttribute("aria-valuetext", input.value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  range.addEventListener("change", (event) => event.stopPropagation());
  input.after(range);
}

// The answer names the fields that cannot be read; they are marked, and the others are not.
function mark() {
  const bad = new Set();
  for (const item of document.querySelectorAll("#verdict [data-field]")) bad.add(item.dataset.field);
  for (const input of document.querySelectorAll(".terms input, .terms select")) {
    if (bad.has(input.id)) {
      input.setAttribute("aria-invalid", "true");
      const fold = input.closest("details");
      if (fold) fold.open = true;
    } else input.removeAttribute("aria-invalid");
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll(".terms [hx-get] [data-slide], form[hx-get] [data-slide]")) slider(input);
});
document.addEventListener("htmx:after:swap", mark);
