"use strict";
// The switches: a fault on, a fault off, everything empty.

const form = document.getElementById("fault");
const known = JSON.parse(form.fault.dataset.faults);

function offer() {
  form.fault.replaceChildren(...known[form.vendor.value].map((name) => new Option(name)));
}
form.vendor.addEventListener("change", offer);
offer();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const rule = { vendor: form.vendor.value, fault: form.fault.value, match: form.match.value };
  if (form.times.value) rule.times = Number(form.times.value);
  rule.probability = Number(form.probability.value);
  rule.seconds = Number(form.seconds.value);
  await panel("faults", rule);
  refreshAll();
});

document.getElementById("chat-webhook").addEventListener("change", async (event) => {
  const { shape, notes, changes } = event.currentTarget;
  await panel("chat/webhook", { shape: shape.value, notes: notes.checked, changes: changes.checked });
  toast("The chat’s webhook is set.");
});

document.addEventListener("click", async (event) => {
  const remove = event.target.closest("[data-remove]");
  if (remove) await panel(`faults?id=${remove.dataset.remove}`, undefined, "DELETE");
  if (event.target.id === "reset" && confirm("Empty Jira, Slack, the chat, the mailbox and everything else?")) await panel("reset");
  if (remove || event.target.id === "reset") refreshAll();
});
