// Small helps; every page works without them.
import "./draft.js";
import "./note.js";
import "./keys.js";
import "./exit.js";
import "./steps.js";
import "./form.js";
import "./letters.js";
import "./queue.js";
import "./map.js";
import "./axis.js";

// After a form came back, the eye and the reader start at what is wrong.
document.querySelector(".problem[role=alert]")?.focus();
// On a phone the pages stand in one row: the one that is open is in sight.
for (const here of document.querySelectorAll(".tabs [aria-current], .top nav [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
// A button is pressed once: the second press would say the same.
for (const form of document.querySelectorAll("form.form")) {
  form.addEventListener("submit", ({ submitter }) => {
    const button = submitter ?? form.querySelector("button:not([type], [formaction])");
    setTimeout(() => button?.setAttribute("disabled", ""), 0);
    setTimeout(() => button?.removeAttribute("disabled"), 4000);
  });
}
