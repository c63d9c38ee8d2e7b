// Saves long text by itself: five seconds after a change, when the field is left, when the page goes.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const field = form.elements[form.dataset.draftField];
  const shown = form.querySelector("[data-saved]");
  let revision = form.dataset.draftRevision;
  let saved = field.value;
  let timer = 0;
  let busy = false;
  let sent = false;

  const save = async (last) => {
    clearTimeout(timer);
    timer = 0;
    const text = field.value;
    if (busy || sent || text === saved) return;
    busy = true;
    const body = new URLSearchParams({ subject: form.dataset.draft, course: form.dataset.draftCourse, revision, text });
    try {
      const answer = await fetch("/drafts", { method: "POST", body, keepalive: last && text.length < 60000 });
      const said = await answer.json();
      if (answer.ok) {
        revision = said.revision;
        saved = text;
        shown.textContent = said.saved;
      } else if (answer.status === 409) {
        revision = said.revision;
        const theirs = document.createElement("blockquote");
        theirs.className = "theirs";
        theirs.textContent = said.text;
        form.querySelector(".theirs")?.remove();
        field.before(theirs);
        shown.textContent = said.said;
      } else {
        shown.textContent = said.said ?? "";
      }
    } catch {
      timer = setTimeout(save, 10000);
    }
    busy = false;
    if (field.value !== saved && !timer && !last) timer = setTimeout(save, 5000);
  };
  field.addEventListener("input", () => { timer ||= setTimeout(save, 5000); });
  field.addEventListener("blur", () => save(false));
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
}
