"use strict";
// What every page shares: live parts, choices that are remembered, and short notices.

function toast(text, bad = false) {
  const note = document.createElement("div");
  note.className = bad ? "toast bad" : "toast";
  note.textContent = text;
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 5000);
}

async function panel(path, body, method = "POST") {
  const answer = await fetch(`/panel/${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) {
    const errors = [...(said.errorMessages || []), ...Object.values(said.errors || {})];
    toast(errors.join(" ") || said.error || "Refused", true);
  }
  return said;
}

// A live part is fetched again every second and replaced only when it has changed, so that nothing flickers and
// nothing that a person is typing is lost. Texts are compared as the browser would write them.
const lastSeen = new Map();
document.querySelectorAll("[data-live]").forEach((part) => lastSeen.set(part, part.innerHTML));

function asWritten(text) {
  const draft = document.createElement("template");
  draft.innerHTML = text;
  return draft.innerHTML;
}

async function refresh(part) {
  const answer = await fetch(part.dataset.live).catch(() => null);
  if (!answer || !answer.ok || part.dataset.busy) return;
  const fresh = asWritten(await answer.text());
  if (lastSeen.get(part) === fresh) return;
  lastSeen.set(part, fresh);
  const scrolls = part.dataset.bottom ? [...part.querySelectorAll(part.dataset.bottom)] : [];
  const places = scrolls.map((one) => [one.scrollTop, one.scrollHeight - one.scrollTop - one.clientHeight < 60]);
  part.innerHTML = fresh;
  if (part.dataset.bottom) {
    part.querySelectorAll(part.dataset.bottom).forEach((one, n) => {
      const [top, atEnd] = places[n] || [0, true];
      one.scrollTop = atEnd ? one.scrollHeight : top;
    });
  }
  part.dispatchEvent(new Event("fresh"));
}

function refreshAll() {
  document.querySelectorAll("[data-live]").forEach(refresh);
}

setInterval(() => document.hidden || refreshAll(), 1000);

document.querySelectorAll("[data-remember]").forEach((select) => {
  const name = select.dataset.remember;
  const kept = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  if (kept) select.value = kept.split("=")[1];
  select.addEventListener("change", () => {
    document.cookie = `${name}=${select.value}; path=/; max-age=31536000; samesite=lax`;
    refreshAll();
  });
});
