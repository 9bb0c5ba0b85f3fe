"use strict";
// The reader: tabs of a letter, and an HTML part that is as high as it needs.

document.querySelectorAll("[data-letter]").forEach((letter) => {
  letter.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-tab]");
    if (!chosen) return;
    letter.querySelectorAll("[data-tab]").forEach((tab) => tab.setAttribute("aria-selected", tab === chosen));
    letter.querySelectorAll("[data-panel]").forEach((part) => (part.hidden = part.dataset.panel !== chosen.dataset.tab));
  });
  const frame = letter.querySelector("iframe");
  const fit = () => {
    frame.style.height = "0"; // or the height that it has now would count as needed
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 2}px`;
  };
  frame?.addEventListener("load", fit);
  if (frame?.contentDocument?.readyState === "complete") fit();
});
