// The closeness map in every face: drag a person to a ring, tap the person and then the ring, or use the keys. Each
// sends the same small form as the buttons do, and only the map is drawn anew. Everything works without this.
const RINGS = ["inner", "close", "less-close", "outer"];
const card = document.getElementById("map");
const look = document.getElementById("look");

if (card && look) {
  const place = () => document.getElementById("place");
  const here = () => document.getElementById("map-part");
  const shown = (element) => element.getClientRects().length > 0;
  const people = () => [...here().querySelectorAll("[data-person]")].filter(shown);
  const find = (id) => people().find((person) => person.dataset.person === id);
  const say = (words) => {
    const said = document.getElementById("map-said");
    said.textContent = "";
    // A reader speaks what changes, also when the same is said again.
    requestAnimationFrame(() => { said.textContent = words; });
  };
  const tipOf = (person) => person.dataset.tip ?? person.getAttribute("aria-label");

  // A family wider than the screen is seen from the client outward.
  const centre = () => {
    const family = here().querySelector(".map-genogram");
    const me = family?.querySelector(".m-me");
    if (!me) return;
    const [frame, middle] = [family.getBoundingClientRect(), me.getBoundingClientRect()];
    family.scrollLeft += middle.left + middle.width / 2 - frame.left - frame.width / 2;
  };
  centre();

  // One person at a time is on the way of the Tab key; the arrows go to the others.
  let current = null;
  const rove = (id) => {
    const all = people();
    const on = all.find((person) => person.dataset.person === id) ?? all[0];
    current = on?.dataset.person ?? null;
    // Buttons stand beside names in the list and on cards: there every name stays on the way.
    if (!["circles", "grid"].includes(here().dataset.face)) return;
    for (const person of all) person.setAttribute("tabindex", person === on ? "0" : "-1");
  };

  // What came back takes the place of what is there: the map, and the cards beside it that show the same people.
  const take = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isWell = answer.ok;
    if (!page.getElementById("map-part")) {
      // Nobody is left to be drawn, or something else is said: the page itself, which is not where a form is sent to.
      location.assign(answer.redirected ? answer.url : look.getAttribute("action"));
      return false;
    }
    const left = here().querySelector(".map-genogram")?.scrollLeft;
    if (isWell) {
      here().replaceWith(page.getElementById("map-part"));
      const [mine, theirs] = [place(), page.getElementById("place")];
      for (const name of ["submission", "version", "face", "lens", "group"]) {
        if (mine && theirs) mine.elements[name].value = theirs.elements[name].value;
      }
      const table = card.querySelector(":scope > details table");
      const newer = page.querySelector("#map > details table");
      if (table && newer) table.replaceWith(newer);
    } else {
      card.replaceChildren(...page.getElementById("map").childNodes);
      card.querySelector(".problem")?.focus();
    }
    for (const beside of document.querySelectorAll(".card[id^=map-]")) {
      // What is being written there stays.
      if ([...beside.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue)) continue;
      const other = page.getElementById(beside.id);
      if (other) beside.replaceWith(other); else beside.remove();
    }
    rove(current);
    const family = here().querySelector(".map-genogram");
    if (family && left !== undefined) family.scrollLeft = left; else centre();
    return isWell;
  };

  // The map alone is asked for, not the page around it.
  const ask = (address, form) => fetch(address, {
    headers: { "x-part": "map" },
    ...(form && { method: "POST", body: form instanceof URLSearchParams ? form : new URLSearchParams(new FormData(form)) }),
  });

  let isSending = false;
  const send = async (id, ring, { focus = false } = {}) => {
    const form = place();
    if (!form || isSending) return;
    isSending = true;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("person", id);
    fields.set("ring", ring);
    try {
      const answer = await ask(form.action, fields);
      current = id;
      if (!await take(answer)) return;
      const person = find(id);
      if (person) {
        if (focus) person.focus();
        say(tipOf(person));
      }
    } catch {
      // No connection: the page as it is says so, with nothing lost.
      form.elements.person.value = id;
      form.elements.ring.value = ring;
      form.requestSubmit();
    } finally {
      isSending = false;
    }
  };

  // On a phone the choices stand in a row: what is chosen is in sight.
  const reveal = () => {
    for (const row of look.querySelectorAll(".chips")) {
      const chosen = row.querySelector(":checked")?.parentElement;
      if (chosen) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
    }
  };
  reveal();
  // A bar of the browser that comes or goes changes the height alone: what is being read stays where it is.
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    reveal();
    centre();
  });

  // Faces, lenses and groups: another address, the same page.
  look.querySelector("button").hidden = true;
  look.addEventListener("change", async () => {
    reveal();
    const address = `${look.getAttribute("action")}?${new URLSearchParams(new FormData(look))}`;
    const answer = await ask(address);
    if (await take(answer)) {
      history.replaceState(null, "", address);
      say(here().querySelector(".map-sentence").textContent);
    }
  });

  const spot = (event) => {
    const svg = [...here().querySelectorAll("svg[data-map]")].find(shown);
    if (!svg) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const middle = Number(svg.dataset.map);
    const distance = Math.hypot(at.x - middle, at.y - middle);
    const ring = svg.dataset.edges.split(" ").map(Number).findIndex((edge) => distance <= edge);
    if (ring >= 0) return RINGS[ring];
    const shelf = svg.querySelector(".m-shelf")?.getBoundingClientRect();
    const isShelf = shelf && event.clientY >= shelf.top && event.clientY <= shelf.bottom
      && event.clientX >= shelf.left && event.clientX <= shelf.right;
    return isShelf ? "" : undefined;
  };
  const put = (person, ring) => {
    if (ring === undefined) say(here().querySelector("[data-outside]").dataset.outside);
    else if (ring !== null && ring !== person.dataset.ring) send(person.dataset.person, ring);
  };

  let held = null;
  let chosen = null;
  const choose = (person) => {
    chosen?.classList.remove("m-chosen");
    chosen = person;
    person?.classList.add("m-chosen");
  };
  card.addEventListener("pointerdown", (event) => {
    const person = event.target.closest("svg [data-person]");
    if (!person || !place() || event.button !== 0) return;
    held = { person, x: event.clientX, y: event.clientY, moved: false };
    person.setPointerCapture(event.pointerId);
  });
  card.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    held.moved ||= Math.hypot(x, y) > 8;
    if (!held.moved) return;
    const scale = held.person.ownerSVGElement.getScreenCTM().a;
    held.person.setAttribute("transform", `translate(${x / scale} ${y / scale})`);
    held.person.classList.add("m-held");
    const over = spot(event);
    for (const ring of here().querySelectorAll(".m-ring")) {
      ring.classList.toggle("m-over", ring.classList.contains(`m-ring-${RINGS.indexOf(over)}`));
    }
  });
  const let_go = () => {
    for (const ring of here().querySelectorAll(".m-over")) ring.classList.remove("m-over");
    held?.person.removeAttribute("transform");
    held?.person.classList.remove("m-held");
    const was = held;
    held = null;
    return was;
  };
  card.addEventListener("pointerup", (event) => {
    const was = let_go();
    if (was?.moved) { was.person.dataset.dragged = "1"; put(was.person, spot(event)); }
  });
  card.addEventListener("pointercancel", let_go);
  card.addEventListener("dragstart", (event) => { if (event.target.closest("svg [data-person]")) event.preventDefault(); });
  card.addEventListener("click", (event) => {
    const person = event.target.closest("svg [data-person]");
    if (person && place()) {
      event.preventDefault();
      const wasDragged = person.dataset.dragged;
      delete person.dataset.dragged;
      if (wasDragged) return;
      rove(person.dataset.person);
      person.focus();
      choose(chosen === person ? null : person);
      say(tipOf(person));
    } else if (chosen?.isConnected && event.target.closest("svg[data-map]")) {
      const who = chosen;
      choose(null);
      put(who, spot(event));
    }
  });
  card.addEventListener("dblclick", (event) => {
    const person = event.target.closest("svg [data-person]");
    if (person && place()) location.assign(person.getAttribute("href"));
  });
  card.addEventListener("focusin", (event) => {
    const person = event.target.closest("[data-person]");
    if (person) current = person.dataset.person;
  });
  card.addEventListener("keydown", (event) => {
    const person = event.target.closest("[data-person]");
    if (!person || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && person.closest("svg")) { location.assign(person.getAttribute("href")); return; }
    if (event.key === "Escape") { let_go(); choose(null); return; }
    const all = people();
    const at = all.indexOf(person);
    const side = document.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: side, ArrowLeft: -side, Home: -at, End: all.length - 1 - at }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = all[(at + step + all.length) % all.length];
      rove(next.dataset.person);
      next.focus();
      return;
    }
    if (!place()) return;
    const now = RINGS.indexOf(person.dataset.ring);
    let to;
    if (event.key === "ArrowUp") to = now < 0 ? 3 : now - 1;
    else if (event.key === "ArrowDown") to = now < 0 ? -1 : now + 1;
    else if (/^[0-4]$/.test(event.key)) to = event.key === "0" ? 4 : Number(event.key) - 1;
    else return;
    event.preventDefault();
    event.stopPropagation();
    const ring = RINGS[to] ?? "";
    if (to < 0 || to > 4 || ring === person.dataset.ring) say(tipOf(person));
    else send(person.dataset.person, ring, { focus: true });
  });
  // Undo and redo: the same forms, whether pressed or by the keys.
  const turn = async (form) => {
    if (isSending) return;
    isSending = true;
    try {
      if (await take(await ask(form.action, form))) {
        say(here().querySelector(".map-sentence").textContent);
      }
    } catch {
      form.submit();
    } finally {
      isSending = false;
    }
  };
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const which = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
    const form = which && document.getElementById(which);
    if (!form) return;
    event.preventDefault();
    turn(form);
  });
  // Buttons of the list and the cards.
  card.addEventListener("submit", (event) => {
    if (event.target.closest(".map-turns")) {
      event.preventDefault();
      turn(event.target);
      return;
    }
    if (!event.target.matches(".map-moves") || !event.submitter?.value) return;
    event.preventDefault();
    const [id, ring] = event.submitter.value.split(" ");
    send(id, ring, { focus: true });
  });
  rove(null);
}
