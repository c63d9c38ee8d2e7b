// Keys of the workbench: ? for the list, g and a letter to go, / to search, Shift+P to hide names.
const workbench = document.body.classList.contains("workbench");
let afterG = false;
const go = (key) => {
  // A click, so that what is typed is saved first.
  document.querySelector(`[data-key="${key}"]`)?.click();
};
if (workbench) {
  try { if (sessionStorage.getItem("blur")) document.body.classList.add("blur"); } catch { /* kept off */ }
  addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") {
      document.getElementById("keys")?.showModal();
    } else if (event.key === "e") {
      const note = document.querySelector("form[data-draft] textarea");
      if (note) { event.preventDefault(); note.focus(); }
    } else if (event.key === "/") {
      const search = document.querySelector("[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.shiftKey && event.key === "P") {
      const on = document.body.classList.toggle("blur");
      try { on ? sessionStorage.setItem("blur", "1") : sessionStorage.removeItem("blur"); } catch { /* kept off */ }
    } else if (afterG) {
      go(`g ${event.key}`);
    } else if (event.key !== "g" && event.key.length === 1) {
      go(event.key);
    }
    afterG = event.key === "g";
  });
}
