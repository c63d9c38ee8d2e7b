// The circles: drag a person to a ring, or tap the person and then the ring, or press an arrow key. A double tap or
// Enter opens the person's page. The list does the same without this.
const svg = document.querySelector("svg[data-map]");
const place = document.getElementById("place");
// Without the form that places people the circles are to be looked at, and a person is a link.
if (svg && place) {
  const rings = ["inner", "close", "less-close", "outer"];
  const send = (person, ring) => {
    place.elements.person.value = person;
    place.elements.ring.value = ring;
    place.requestSubmit();
  };
  // Whoever was moved with the keys has the focus again on the page that comes back.
  const kept = "moved-by-key";
  try {
    const moved = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
    if (moved) svg.querySelector(`[data-person="${CSS.escape(moved)}"]`)?.focus();
  } catch { /* nothing kept */ }
  const point = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const middle = Number(svg.dataset.map);
    const distance = Math.hypot(at.x - middle, at.y - middle);
    const edges = svg.dataset.edges.split(" ").map(Number);
    const ring = edges.findIndex((edge) => distance <= edge);
    return { at, ring: ring < 0 ? "" : rings[ring] };
  };
  let chosen = null;
  svg.addEventListener("click", (event) => {
    if (!chosen || event.target.closest("[data-person]")) return;
    const { ring } = point(event);
    if (ring && ring !== chosen.dataset.ring) send(chosen.dataset.person, ring);
  });
  for (const person of svg.querySelectorAll("[data-person]")) {
    let from = null;
    person.addEventListener("pointerdown", (event) => { from = { x: event.clientX, y: event.clientY }; person.setPointerCapture(event.pointerId); });
    person.addEventListener("pointermove", (event) => {
      if (!from) return;
      const scale = svg.getScreenCTM().a;
      person.setAttribute("transform", `translate(${(event.clientX - from.x) / scale} ${(event.clientY - from.y) / scale})`);
    });
    person.addEventListener("pointerup", (event) => {
      const moved = from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > 8;
      from = null;
      person.removeAttribute("transform");
      if (!moved) return;
      const { ring } = point(event);
      if (ring !== person.dataset.ring) send(person.dataset.person, ring);
    });
    person.addEventListener("click", (event) => { event.preventDefault(); person.focus(); chosen = person; });
    person.addEventListener("dblclick", () => location.assign(person.getAttribute("href")));
    person.addEventListener("dragstart", (event) => event.preventDefault());
    person.addEventListener("keydown", (event) => {
      const now = rings.indexOf(person.dataset.ring);
      const next = { ArrowUp: now < 0 ? 3 : now - 1, ArrowDown: now < 0 ? undefined : now + 1 }[event.key];
      if (event.key === "Enter") { location.assign(person.getAttribute("href")); return; }
      if (next === undefined || next < 0 || next > 4) return;
      event.preventDefault();
      try { sessionStorage.setItem(kept, person.dataset.person); } catch { /* not kept */ }
      send(person.dataset.person, rings[next] ?? "");
    });
  }
}
