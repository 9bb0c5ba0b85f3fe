"use strict";
// A single-page application in its plainest form: an address, a view, rows that come and go.

const VIEWS = {
  orders: { title: "Orders", kinds: "missing-data wrong-value something-else", rows: ["#62342 Travel kettle", "#48151 Wool blanket"] },
  prices: { title: "Prices", kinds: "wrong-value missing-data late-data", rows: ["Camp lantern € 59.50", "Travel kettle € 0.00"] },
  delivery: { title: "Delivery", kinds: "late-data wrong-value", rows: ["To Bergen: 24 Nov", "To Porto: yesterday"] },
};
const view = document.getElementById("view");

function make(tag, text, values = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, value);
  return made;
}

function row(area, text) {
  const shown = make("p", text, { class: "row" });
  const flag = { type: "button", class: "flag", "aria-label": `Report a problem: ${text}` };
  const trigger = { "data-wilco-trigger": area, "data-wilco-kinds": VIEWS[area].kinds, "data-wilco-label": text };
  shown.append(make("button", "⚑", { ...flag, ...trigger }));
  return shown;
}

function show() {
  const area = location.pathname.split("/")[3] || "orders";
  const { title, rows } = VIEWS[area] ?? VIEWS.orders;
  const more = make("button", "One more row", { type: "button", class: "quiet" });
  more.addEventListener("click", () => more.before(row(area, `New row ${view.querySelectorAll(".row").length + 1}`)));
  view.replaceChildren(make("h2", title), ...rows.map((text) => row(area, text)), more);
  document.title = `${title} · Order desk`;
}

document.querySelector(".views").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
});
addEventListener("popstate", show);
show();
