"use strict";
// Acting in Slack: pressing buttons, filling modals, writing, typing the slash command, using shortcuts, as the member
// chosen on the left.

const me = () => document.getElementById("slack-me").value;

function told(answer) {
  // What Slack would show the person: nothing when all is well.
  if (answer.error === "operation_timeout") return "⚠️ operation_timeout: Wilco took longer than three seconds.";
  if (answer.error === "connection_failed") return "⚠️ Wilco could not be reached.";
  if (answer.error && answer.error !== "not_complete") return `⚠️ ${answer.error}`;
  return answer.status && answer.status !== 200 ? `⚠️ Wilco answered ${answer.status} (${answer.milliseconds} ms).` : "";
}

// A form is a dialog: it has the focus while it is open, Escape closes it, and the focus goes back to where it came from.
const modal = document.getElementById("modal");
let opener = null;

modal.addEventListener("fresh", () => {
  const sheet = modal.querySelector(".sheet");
  const behind = document.querySelectorAll("body > :not(#modal, #toasts, script)");
  if (sheet || modal.dataset.open) behind.forEach((one) => (one.inert = Boolean(sheet)));
  if (sheet) (sheet.querySelector("[autofocus], .sheet-body :is(input, textarea, select)") || sheet.querySelector("[data-close]")).focus();
  else if (modal.dataset.open) (opener?.isConnected ? opener : document.querySelector(".composer input")).focus();
  if (sheet) modal.dataset.open = "1";
  else delete modal.dataset.open;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") modal.querySelector(".sheet [data-close]")?.click();
});

async function act(element, value) {
  const message = element.closest(".message");
  opener = element;
  if (element.dataset.confirm && !confirm(element.dataset.confirm)) return;
  if (element.dataset.url) window.open(element.dataset.url, "_blank", "noopener");
  element.disabled = true;
  const answer = await panel("slack/press", { ts: message.dataset.ts, action_id: element.dataset.action, by: me(), value });
  element.disabled = false;
  message.querySelector(".outcome").textContent = told(answer);
  refreshAll();
}

async function choose(item) {
  const message = item.closest(".message");
  opener = item.closest("details").querySelector("summary");
  item.closest("details").open = false;
  const answer = await panel("slack/shortcut", { ts: message.dataset.ts, callback_id: item.dataset.shortcut, by: me() });
  message.querySelector(".outcome").textContent = told(answer);
  refreshAll();
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.more[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  const item = event.target.closest("[data-shortcut]");
  if (item) choose(item);
  const button = event.target.closest("button[data-action]");
  if (button) act(button);
  const close = event.target.closest("[data-close]");
  if (close) panel("slack/close", { view_id: close.closest(".sheet").dataset.view, by: me() }).then(refreshAll);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-action]") && event.target.value) act(event.target, event.target.value);
});

function valueOf(input) {
  const checked = [...input.querySelectorAll("input:checked")].map((one) => one.value);
  if (input.dataset.kind === "radio_buttons") return checked[0] || null;
  if (input.dataset.kind === "checkboxes") return checked;
  if (input.dataset.kind === "multi_static_select") return [...input.querySelector("select").selectedOptions].map((one) => one.value);
  return input.querySelector("textarea, input, select").value || null;
}

async function submit(sheet) {
  const values = {};
  sheet.querySelectorAll(".input").forEach((one) => {
    values[one.dataset.block] = { [one.dataset.input]: valueOf(one) };
    one.querySelector(".error").textContent = "";
  });
  const answer = await panel("slack/submit", { view_id: sheet.dataset.view, values, by: me() });
  const said = answer.body && answer.body.startsWith("{") ? JSON.parse(answer.body) : {};
  for (const [block, text] of Object.entries(said.errors || {})) {
    const input = sheet.querySelector(`[data-block="${CSS.escape(block)}"] .error`);
    if (input) input.textContent = text;
  }
  [...sheet.querySelectorAll(".error")].find((one) => one.textContent)?.parentElement.querySelector("input, textarea, select").focus();
  if (told(answer)) toast(told(answer), true);
  refreshAll();
}

async function send(form) {
  const { channel, thread: thread_ts } = form.dataset;
  const typed = form.text.value;
  const [command, ...words] = typed.split(" ");
  if (!typed.trim()) return;
  opener = form.text;
  if (command === "/wilco" && thread_ts) return toast("⚠️ /wilco is not supported in threads. Sorry!", true);
  const answer = command === "/wilco"
    ? await panel("slack/command", { channel, text: words.join(" "), by: me() })
    : await panel("slack/write", { channel, thread_ts, text: typed, by: me() });
  if (told(answer)) toast(told(answer), true);
  else form.reset();
  refreshAll();
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".sheet")) return submit(event.target);
  return send(event.target);
});

document.querySelectorAll(".stream").forEach((one) => {
  one.scrollTop = one.scrollHeight;
});
if (location.hash) document.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView({ block: "center" });
