"use strict";
// Who is logged in and in which language is the server's to know: a choice is sent to it and the page comes again.

const session = document.querySelector(".who");

session.addEventListener("change", (event) => {
  if (event.target.name === "user") session.elements.language.value = event.target.selectedOptions[0].dataset.locale;
  session.requestSubmit();
});
