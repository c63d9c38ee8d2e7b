// Saves what is typed by itself: five seconds after a change, when a field is left, when the page goes. What could not
// be saved is said, and the form is not sent before it is.
const OWN = ["submission", "version", "draft", "revision", "beside", "told"];
/** What each form of the page does before one leaves it otherwise: true when nothing waits to be saved. */
const keepers = [];
/** Whether it was said that something is not saved: whoever goes on after that may. */
let isTold = false;
for (const form of document.querySelectorAll("form[data-draft]")) {
  const one = form.elements[form.dataset.draftField];
  const typed = () => [...new FormData(form)].filter(([name]) => !OWN.includes(name));
  const text = () => (one ? one.value : JSON.stringify(typed()));
  const shown = form.querySelector("[data-saved]");
  let revision = form.dataset.draftRevision;
  let saved = text();
  let timer = 0;
  let running = null;
  let sent = false;
  // Sent and not answered: whether it was taken is not known. It is sent again as it was, before anything newer, so that
  // one's own words never look like another window's.
  let unsure = null;
  let line = null;
  const isKept = () => text() === saved && unsure === null;
  // Whether the page shows what another window wrote, and the next save goes over it: then that is kept beside it.
  const told = form.elements.told;
  let isOver = Boolean(told);

  // What the page has seen of the draft, and of what stands beside it: sent, the form takes no more than that away.
  const know = (said) => {
    revision = said.revision;
    if (form.elements.revision) form.elements.revision.value = revision;
    if (form.elements.beside) form.elements.beside.value = said.beside;
  };
  const send = async (now, last) => {
    const beside = form.elements.beside?.value ?? 0;
    const body = new URLSearchParams({ subject: form.dataset.draft, course: form.dataset.draftCourse, revision, beside, text: now });
    if (isOver) body.set("told", "on");
    const own = new AbortController();
    line = own;
    unsure = now;
    // A line so slow that nothing came back is told of; one that is dead is given up. A long text has longer.
    const slow = setTimeout(tell, 4000);
    const end = setTimeout(() => own.abort(), 15000 + body.toString().length / 10);
    try {
      const answer = await fetch(form.dataset.draftTo, { method: "POST", body, redirect: "manual", keepalive: last && body.toString().length < 60000, signal: own.signal });
      const said = await answer.json();
      unsure = null;
      if (answer.ok || answer.status === 409) know(said);
      if (answer.ok) {
        saved = now;
        shown.textContent = said.saved;
        shown.classList.remove("wrong");
        isTold = false;
        isOver = false;
        if (told) told.value = "";
        return true;
      }
      if (answer.status === 409) {
        const theirs = document.createElement("blockquote");
        theirs.className = "theirs";
        theirs.textContent = said.text;
        form.querySelector(".theirs:not(.beside)")?.remove();
        form.prepend(theirs);
        isOver = true;
      }
      shown.textContent = said.said ?? form.dataset.draftUnsaved;
    } catch {
      // No line, or nobody is signed in any more: what is typed stays here.
      shown.textContent = form.dataset.draftUnsaved;
    } finally {
      clearTimeout(slow);
      clearTimeout(end);
    }
    shown.classList.add("wrong");
    return false;
  };
  const save = async (last = false, goes = false) => {
    clearTimeout(timer);
    timer = 0;
    // One at a time; after one that failed the next try has its time already. Who leaves for good waits for none.
    while (running && !goes) if (!(await running)) return isKept();
    if (sent || isKept()) return true;
    const now = text();
    const mine = (async () => {
      if (!goes && unsure !== null && unsure !== now && !(await send(unsure, last))) return false;
      return send(now, last);
    })();
    running = mine;
    const well = await mine;
    if (running === mine) running = null;
    if (!isKept() && !timer) timer = setTimeout(save, 5000);
    return well;
  };
  const later = () => { timer ||= setTimeout(save, 5000); };
  form.addEventListener("input", later);
  form.addEventListener("change", () => save());
  form.addEventListener("submit", async (event) => {
    if (isKept() || sent) { sent = true; clearTimeout(timer); return; }
    event.preventDefault();
    const button = event.submitter;
    if (await save()) { sent = true; clearTimeout(timer); form.requestSubmit(button); }
    else button?.removeAttribute("disabled");
  });
  form.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "s") { event.preventDefault(); save(); }
    if (event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
  });
  const tell = () => {
    if (!shown.classList.contains("wrong")) shown.textContent = form.dataset.draftUnsaved;
    shown.classList.add("wrong");
  };
  keepers.push({ form, isKept: () => sent || isKept(), save, tell });
  addEventListener("offline", () => { if (!sent && !isKept()) tell(); });
  // What was under way when the line went may wait for an answer that never comes.
  addEventListener("online", async () => { line?.abort(); await running; save(); });
  addEventListener("pagehide", () => save(true, true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
}

// On the workbench another form of the page is sent, or a way on is taken, after what is typed is saved: the next page
// begins with it. Nobody is held up for longer than a breath, and a client who looks for help not at all.
const isWorkbench = document.body.classList.contains("workbench");
const waiting = (form) => (isWorkbench ? keepers.filter((one) => one.form !== form && !one.isKept()) : []);
const kept = (form) => Promise.race([
  Promise.all(waiting(form).map((one) => one.save())),
  new Promise((resolve) => { setTimeout(resolve, 3000); }),
]);
const mayGo = (form) => {
  const open = waiting(form);
  const may = isTold || open.length === 0;
  // A line so slow that nothing came back has said nothing yet.
  if (!may) for (const one of open) one.tell();
  isTold = !may;
  return may;
};
document.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || event.target.matches("[data-draft]") || waiting(event.target).length === 0 || isTold) return;
  event.preventDefault();
  await kept(event.target);
  event.submitter?.removeAttribute("disabled");
  // What could not be saved is said; whoever goes on all the same may.
  if (mayGo(event.target)) event.target.requestSubmit(event.submitter);
});
document.addEventListener("click", async (event) => {
  const way = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!way || way.target || !isPlain || event.defaultPrevented || way.origin !== location.origin || waiting().length === 0 || isTold) return;
  if (way.hash && way.pathname === location.pathname) return;
  event.preventDefault();
  await kept();
  if (mayGo()) location.assign(way.href);
});

// A passage marked in a signed note is taken into the form that links it.
const passage = document.querySelector("form#passage textarea[name=words]");
if (passage) {
  document.addEventListener("selectionchange", () => {
    const marked = getSelection();
    const words = marked.toString().trim();
    if (!words || !marked.anchorNode?.parentElement?.closest("[data-passages]")) return;
    passage.value = words;
    passage.closest("details").open = true;
  });
}
