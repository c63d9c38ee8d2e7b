// What is written while the connection is lost waits in this page's memory, and nowhere else, and is sent from here
// when the connection is back. While there is a connection, forms go their usual way.
const box = document.getElementById("queue");
const forms = document.querySelectorAll("form[data-queue]");
if (box && forms.length) {
  const said = box.querySelector("[data-said]");
  const list = box.querySelector("ul");
  const sentence = [...box.querySelectorAll("[data-waiting] li")].map((line) => line.textContent);
  const words = (name) => box.querySelector(`[data-words=${name}]`).innerHTML;
  let waiting = [];
  let busy = false;
  let went = null;

  const show = () => {
    box.hidden = false;
    said.textContent = sentence[waiting.length - 1] ?? "";
    list.replaceChildren(...waiting.map((entry) => {
      const line = document.createElement("li");
      line.dir = "auto";
      line.textContent = entry.text;
      if (entry.why) line.append(` · ${entry.why}`);
      return line;
    }));
  };
  const post = (action, body) =>
    fetch(action, { method: "POST", body: new URLSearchParams(body), signal: AbortSignal.timeout(15000) });
  // A page that shows how a line was read has a form to be sent on.
  const next = async (answer) => {
    const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-queue-next]");
    return form && { action: form.getAttribute("action"), body: [...new FormData(form)] };
  };
  const isSignIn = (answer) => new URL(answer.url).pathname === "/sign-in";

  /** Sends one entry, to its end; false while the connection is lost. */
  const send = async (entry) => {
    let answer = await post(entry.action, entry.body);
    while (answer.ok && !answer.redirected) {
      const more = await next(answer);
      if (!more) break;
      [entry.action, entry.body] = [more.action, more.body];
      answer = await post(entry.action, entry.body);
    }
    if (answer.status >= 500) throw new Error("the server rests");
    if (answer.redirected && isSignIn(answer)) {
      said.innerHTML = words("sign-in");
      throw new Error("signed out");
    }
    entry.why = answer.redirected ? "" : box.querySelector("[data-words=refused]").textContent;
    if (answer.redirected) went = answer.url;
    return answer.redirected;
  };
  const flush = async () => {
    if (busy || !waiting.some((entry) => !entry.why)) return;
    busy = true;
    try {
      for (const entry of waiting.filter((entry) => !entry.why)) {
        if (await send(entry)) waiting = waiting.filter((other) => other !== entry);
        show();
      }
      if (!waiting.length) {
        said.textContent = box.querySelector("[data-words=sent]").textContent;
        const isWriting = [...document.querySelectorAll("form.form input[type=text], form.form textarea")].some((field) => field.value !== field.defaultValue);
        if (went && !isWriting) location.assign(went);
      }
    } catch { /* still lost: the next try comes */ }
    busy = false;
  };
  // What an entry says, for its line: its text, or what was tapped and written. Who may read it is no part of that.
  const told = (form) => {
    if (!form.querySelector("textarea")) return form.querySelector("input[type=text]").value.trim();
    const said = [...form.querySelectorAll("input:checked, input[type=text], select, textarea")].filter((field) => field.name !== "reader" && field.value.trim());
    return said.map((field) => (field.matches(":checked") && field.matches("input") ? field.parentElement.textContent.trim() : field.selectedOptions?.[0].textContent ?? field.value.trim())).join(" · ");
  };
  const keep = (form, body) => {
    const field = form.querySelector("input[type=text], textarea");
    // Each entry is a press of its own: sent twice, it is taken once.
    const own = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
    const entry = { action: form.getAttribute("action"), text: told(form), why: "" };
    entry.body = body.map(([name, value]) => [name, name === "submission" ? own.join("") : value]);
    waiting.push(entry);
    form.reset();
    field.value = "";
    setTimeout(() => form.querySelector("button").removeAttribute("disabled"), 1);
    field.focus();
    show();
  };
  for (const form of forms) {
    form.addEventListener("submit", async (event) => {
      if (!told(form)) return;
      event.preventDefault();
      const body = [...new FormData(form)];
      if (waiting.length >= sentence.length) {
        said.textContent = box.querySelector("[data-words=full]").textContent;
        return;
      }
      if (waiting.length || !navigator.onLine) {
        keep(form, body);
        flush();
        return;
      }
      // Asked first: what is sent into nowhere would be lost with the page.
      try {
        await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
        form.submit();
      } catch {
        keep(form, body);
      }
    });
  }
  addEventListener("online", flush);
  addEventListener("focus", flush);
  setInterval(flush, 5000);
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
  // Leaving at once is never held up.
  document.addEventListener("leaving", () => { waiting = []; });
}
