// What the pages gain with JavaScript: sliders, and marks on fields that cannot be read. Without it
// every page works by links and buttons.
"use strict";

document.documentElement.classList.remove("no-script");

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
  for (const input of document.querySelectorAll(".terms input, .terms select, .terms textarea")) {
    if (bad.has(input.id)) {
      input.setAttribute("aria-invalid", "true");
      for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    } else input.removeAttribute("aria-invalid");
  }
}

// Boxes that were empty and still are need not be sent.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches(".terms")) return;
  for (const box of event.target.elements) {
    const was = box.tagName === "SELECT" ? [...box.options].find((o) => o.defaultSelected)?.value ?? "" : box.defaultValue;
    if (!box.name || box.value !== "" || was) continue;
    const others = event.formData.getAll(box.name).filter((value) => value !== "");
    event.formData.delete(box.name);
    for (const value of others) event.formData.append(box.name, value);
  }
});

document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll(".terms [hx-get] [data-slide], form[hx-get] [data-slide]")) slider(input);
});
document.addEventListener("htmx:after:swap", mark);

// Turned away because the server is busy: the page keeps what it shows and asks again when it is told to.
document.addEventListener("htmx:response:error", (event) => {
  const { status, headers } = event.detail.ctx.response;
  if (status !== 503 && status !== 429) return;
  const after = Number(headers?.get?.("Retry-After")) || 1;
  const form = document.querySelector("form[hx-get]");
  if (form) setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), 1000 * after);
});

// On the page of the API an operation can be tried; the answer is shown as it came.
function tryOut(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const out = form.querySelector(".answer");
    out.hidden = false;
    out.textContent = "…";
    try {
      const answer = await fetch(form.dataset.url, { method: "POST", body: form.querySelector("textarea").value });
      out.textContent = answer.status + " " + answer.headers.get("Content-Type") + "\n\n" + (await answer.text());
    } catch (error) {
      out.textContent = String(error);
    }
  });
}

// The charts of the market can be explored: zoomed by dragging, read off under the pointer.
const series = {
  hashprice: ["hashprice_usd_per_th_day", "USD per TH/s and day"],
  difficulty: ["difficulty", "difficulty"],
  price: ["price_usd", "USD"],
};

async function explore(box, button) {
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  button.disabled = true;
  const days = await (await fetch(box.dataset.from)).json();
  const [key, label] = series[box.dataset.plot];
  const data = [days.map((d) => Date.parse(d.date) / 1000), days.map((d) => d[key] || null)];
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--rule") }, ticks: { stroke: colour("--rule") }, size: 90 };
  new uPlot({
    width: box.clientWidth, height: 320, scales: { y: { distr: 3 } },
    axes: [{ ...axis, size: 40 }, axis],
    series: [{ label: "day", value: (u, v) => (v == null ? "-" : new Date(v * 1000).toISOString().slice(0, 10)) },
      { label, stroke: colour("--one"), width: 1.5, value: (u, v) => (v == null ? "-" : v.toLocaleString("en", { maximumSignificantDigits: 6 })) }],
  }, data, box);
  box.parentElement.querySelector("figure").hidden = true;
  button.remove();
}

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form.try")) tryOut(form);
  for (const box of document.querySelectorAll("[data-plot]")) {
    if (!window.uPlot) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Zoom and read off";
    button.addEventListener("click", () => explore(box, button));
    box.append(button);
  }
});
