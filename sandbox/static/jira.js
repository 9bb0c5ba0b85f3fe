"use strict";
// Acting in Jira: dragging cards, moving, assigning and commenting, as the person chosen above.

const me = () => document.querySelector('[data-remember="jira_me"]').value;
const key = () => document.querySelector(".browse").dataset.key;

const board = document.getElementById("board");
if (board) {
  let dragged = null;
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".issue");
    dragged.classList.add("dragged");
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    board.dataset.busy = "1";
  });
  board.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    delete board.dataset.busy;
    board.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest(".column");
    board.querySelectorAll(".over").forEach((one) => one !== column && one.classList.remove("over"));
    if (!column) return;
    event.preventDefault();
    column.classList.add("over");
  });
  board.addEventListener("drop", async (event) => {
    event.preventDefault();
    const column = event.target.closest(".column");
    const card = dragged;
    if (!column || !card || column === card.closest(".column")) return;
    column.querySelector("h2").after(card); // where the person let it go, until the board comes anew
    await panel(`jira/${card.dataset.key}/move`, { to: column.dataset.status, by: me() });
    lastSeen.delete(board);
    refreshAll();
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest('button[data-act="move"]');
  if (!button) return;
  await panel(`jira/${key()}/move`, { to: button.dataset.to, by: me() });
  refreshAll();
});

document.addEventListener("change", async (event) => {
  if (!event.target.matches('select[data-act="assign"]')) return;
  await panel(`jira/${key()}/assign`, { to: event.target.value || null, by: me() });
  refreshAll();
});

document.querySelector(".comment-form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = await panel(`jira/${key()}/comment`, { body: event.target.body.value, by: me() });
  if (said.id) event.target.reset();
  refreshAll();
});
