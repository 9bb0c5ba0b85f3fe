"use strict";
// A page made of components. The last has a closed root: the widget can't see its trigger, so it asks by the API.

const STYLE = "p { margin: 0; font-size: 1.1rem } button { font: inherit; cursor: pointer }";

class PriceCard extends HTMLElement {
  connectedCallback() {
    const closed = this.hasAttribute("closed");
    const root = this.attachShadow({ mode: closed ? "closed" : "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const name = this.getAttribute("name");
    const text = document.createElement("p");
    text.textContent = `${name}: ${this.getAttribute("price")}`;
    const button = document.createElement("button");
    button.type = "button";
    if (closed) {
      button.textContent = "Ask by the API";
      button.addEventListener("click", () => window.Wilco?.open({ area: "prices", kinds: ["wrong-value", "missing-data"], label: name, element: button }));
    } else {
      button.textContent = "⚑";
      Object.assign(button.dataset, { wilcoTrigger: "prices", wilcoKinds: "wrong-value missing-data", wilcoLabel: name });
      button.setAttribute("aria-label", `Report a problem: ${name}`);
    }
    root.append(text, button);
  }
}

customElements.define("price-card", PriceCard);
