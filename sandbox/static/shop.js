"use strict";
// The host page's side of Wilco, in its plainest form: a trigger, a kind, a report.

const front = document.querySelector(".who").dataset.front;
const who = document.getElementById("who");
const language = document.getElementById("language");
const popover = document.getElementById("popover");

const WORDS = {
  en: {
    "wrong-value": "The value is wrong", "missing-data": "Data is missing", "late-data": "Data is late",
    "does-not-work": "It does not work", "looks-wrong": "It looks wrong", "something-else": "Something else",
    ask: "What is wrong here?", add: "Anything to add? (optional)", sending: "Sending…", received: "Received: report",
    follow: "See what becomes of it", away: "The report could not be sent. Nothing was lost: try again.", close: "Close",
  },
  ru: {
    "wrong-value": "Неверное значение", "missing-data": "Нет данных", "late-data": "Данные запаздывают",
    "does-not-work": "Не работает", "looks-wrong": "Выглядит неправильно", "something-else": "Другое",
    ask: "Что здесь не так?", add: "Хотите что-то добавить? (необязательно)", sending: "Отправляем…",
    received: "Принято: обращение", follow: "Следить за обращением",
    away: "Не удалось отправить. Ничего не потеряно: попробуйте ещё раз.", close: "Закрыть",
  },
};
const say = (key) => WORDS[language.value][key] || key;

who.value = localStorage.getItem("shop_who") ?? who.value;
language.value = localStorage.getItem("shop_language") ?? who.selectedOptions[0].dataset.locale;
who.addEventListener("change", () => {
  localStorage.setItem("shop_who", who.value);
  language.value = who.selectedOptions[0].dataset.locale;
  localStorage.setItem("shop_language", language.value);
});
language.addEventListener("change", () => localStorage.setItem("shop_language", language.value));

function make(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function close() {
  popover.hidden = true;
  document.querySelectorAll(".trigger[aria-expanded]").forEach((one) => one.removeAttribute("aria-expanded"));
}

function open(trigger) {
  close();
  trigger.setAttribute("aria-expanded", "true");
  const comment = make("input");
  comment.placeholder = say("add");
  comment.setAttribute("aria-label", say("add"));
  const kinds = make("div", "", "kinds");
  // One key per opened trigger: clicking twice, or again after an error, is the same report.
  const key = crypto.randomUUID();
  for (const kind of trigger.dataset.wilcoKinds.split(" ")) {
    const choice = make("button", say(kind));
    choice.type = "button";
    choice.dataset.kind = kind;
    choice.addEventListener("click", () => send(trigger, kind, comment.value.trim(), key));
    kinds.append(choice);
  }
  show(make("h3", `${trigger.dataset.wilcoLabel}: ${say("ask")}`), kinds, comment);
  place(trigger);
}

function show(...parts) {
  const leave = make("button", "✕", "leave");
  leave.type = "button";
  leave.setAttribute("aria-label", say("close"));
  leave.addEventListener("click", close);
  popover.replaceChildren(...parts, leave);
  popover.hidden = false;
}

function place(trigger) {
  const at = trigger.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - popover.offsetWidth - 12);
  popover.style.left = `${Math.max(8, left) + scrollX}px`;
  popover.style.top = `${at.bottom + 8 + scrollY}px`;
  popover.querySelector(".kinds button")?.focus({ preventScroll: true });
}

function selectorOf(trigger) {
  const home = trigger.closest("[id]");
  const cell = trigger.parentElement.closest("[class]");
  return cell && cell !== home ? `#${home.id} .${cell.classList[cell.classList.length > 1 && cell.classList[0] === "num" ? 1 : 0]}` : `#${home.id}`;
}

function browser() {
  const agent = navigator.userAgent;
  const found = agent.match(/(Firefox|Edg|Chrome)\/([\d.]+)/) || agent.match(/Version\/([\d.]+).*(Safari)/);
  return found ? `${found[1]} ${found[2]}` : "unknown";
}

function system() {
  const agent = navigator.userAgent;
  const known = [["Windows NT 10", "Windows 10"], ["Android", "Android"], ["iPhone", "iOS"], ["Mac OS X", "macOS"], ["Linux", "Linux"]];
  return (known.find(([mark]) => agent.includes(mark)) || ["", "unknown"])[1];
}

async function identity() {
  if (!who.value) return undefined;
  const answer = await fetch("/shop/identity", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: who.value }),
  });
  return answer.ok ? (await answer.json()).identity : undefined;
}

async function send(trigger, kind, comment, key) {
  popover.querySelectorAll("button, input").forEach((one) => (one.disabled = true));
  const report = {
    key,
    product: "shop",
    trigger: {
      area: trigger.dataset.wilcoTrigger,
      kind,
      fingerprint: null,
      label: trigger.dataset.wilcoLabel,
      element: selectorOf(trigger),
    },
    place: { url: location.href, title: document.title },
    client: {
      browser: browser(),
      os: system(),
      app_version: "2026.11.3",
      viewport: `${innerWidth}x${innerHeight}`,
      locale: language.value,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    comment: comment || undefined,
  };
  try {
    report.identity = await identity();
    const answer = await fetch(`${front}/v1/reports`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(report),
    });
    const said = await answer.json();
    answer.ok ? receipt(said) : refusal(said);
  } catch {
    refusal({ detail: say("away") });
  }
}

function receipt(said) {
  const link = make("a", say("follow"));
  link.href = said.tracking_url;
  show(make("p", `${say("received")} ${said.report_id}`, "receipt"), make("p", said.message || "", "message"), link);
}

function refusal(said) {
  const errors = (said.errors || []).map((one) => make("p", `${one.field}: ${one.message}`, "message"));
  show(make("p", said.detail || said.title || say("away"), "refusal"), ...errors);
}

document.addEventListener("click", (event) => {
  const trigger = event.target.closest(".trigger");
  if (trigger) open(trigger);
  else if (!popover.hidden && event.target.isConnected && !popover.contains(event.target)) close();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
