"use strict";
// The desk: writing, tagging, assigning, closing as the operator chosen on the left. The messenger: writing as a person.

const dialog = document.querySelector("[data-dialog]")?.dataset.dialog;
const operator = () => document.getElementById("chat-me").value;

async function desk(deed, more = {}) {
  const said = await panel(`chat/${dialog}/${deed}`, { by: operator(), ...more });
  refreshAll();
  return !said.error;
}

function mode(form, name) {
  // A note looks like one while it is typed, so that nobody takes it for a reply.
  const words = form.body;
  form.dataset.mode = name;
  words.placeholder = words.dataset[name];
  form.querySelectorAll("[role=tab]").forEach((tab) => tab.setAttribute("aria-selected", tab.dataset.mode === name));
  form.querySelector(".mode-hint").textContent = name === "note" ? "Only operators will read this" : `${words.dataset.person} will read this`;
  form.querySelector(".send").textContent = name === "note" ? "Add the note" : "Send";
  words.focus();
}

async function say(form) {
  const { who, dialog: chosen } = form.closest(".messenger").dataset;
  const body = form.body.value;
  if (chosen) {
    if (!(await panel(`chat/${chosen}/say`, { body })).error) form.reset();
    return refreshAll();
  }
  const page = location.origin + document.getElementById("page").value;
  const started = await panel("chat/start", { by: who, body, page });
  if (started.id) location.href = `/chat/customer?who=${who}&dialog=${started.id}`;
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".say")) return say(form);
  if (form.matches(".write") && (await desk(form.dataset.mode, { body: form.body.value }))) form.body.value = "";
  if (form.matches(".add-tag") && (await desk("tag", { tag: form.tag.value }))) form.reset();
});

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  if (pressed.matches(".modes [data-mode]")) mode(pressed.form, pressed.dataset.mode);
  if (pressed.dataset.untag) desk("untag", { tag: pressed.dataset.untag });
  if (pressed.dataset.act === "close") desk("close");
  if (pressed.dataset.copy) navigator.clipboard.writeText(pressed.dataset.copy).then(() => toast("The link is copied."));
});

document.addEventListener("change", (event) => {
  if (event.target.dataset.act === "assign") desk("assign", { to: event.target.value || null });
  if (event.target.id === "person") location.href = `/chat/customer?who=${event.target.value}`;
});

// Enter sends, as in every messenger; Shift and Enter begin a line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".write textarea, .say textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.querySelectorAll(".chat-stream").forEach((one) => {
  one.scrollTop = one.scrollHeight;
});
