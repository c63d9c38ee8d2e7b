// The window around the onset: drag an edge, or move it with the arrow keys. Asks for the same page as the form does,
// and only what changes with the window is drawn anew. Everything works without this.
const form = document.getElementById("window");
const card = document.getElementById("axis");

if (form && card) {
  const WEEK = 7;
  const within = (weeks, handle) => Math.max(0, Math.min(Number(handle.getAttribute("aria-valuemax")), weeks));
  let latest = 0;
  const show = async (edge) => {
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    latest += 1;
    const mine = latest;
    let page;
    try {
      page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    } catch {
      location.assign(address);
      return;
    }
    // A later move has its own answer on the way.
    if (mine !== latest) return;
    for (const id of ["axis", "axis-window", "axis-list"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh && id !== "axis-window") old.querySelector(id === "axis" ? ".figure" : "ul")?.replaceWith(fresh.querySelector(id === "axis" ? ".figure" : "ul"));
      if (old && fresh && id === "axis-window") {
        // The form stays: what it asks is already in it.
        const fold = old.querySelector("details");
        old.replaceChildren(...[...fresh.childNodes].map((node) => (node.tagName === "DETAILS" ? fold : node)));
      }
    }
    history.replaceState(null, "", address);
    const handles = [...card.querySelectorAll(`[data-edge="${edge}"]`)];
    handles.find((handle) => handle.getClientRects().length > 0)?.focus({ preventScroll: true });
  };
  const set = (edge, weeks) => {
    if (form.elements[edge].value === String(weeks)) return;
    form.elements[edge].value = weeks;
    show(edge);
  };

  card.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-edge]");
    if (!handle) return;
    const edge = handle.dataset.edge;
    // To the left is earlier: more weeks before, fewer after.
    const outward = edge === "before" ? -1 : 1;
    const far = event.shiftKey ? 4 : 1;
    const step = { ArrowLeft: -outward, ArrowRight: outward, ArrowUp: 1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(edge, within(Number(form.elements[edge].value) + step * far, handle));
  });

  // The day at a place: the drawing has three stretches, each even in itself.
  const dayAt = (svg, x) => {
    const stops = svg.dataset.stops.split(" ").map((stop) => stop.split(":").map(Number));
    for (let index = 1; index < stops.length; index += 1) {
      const [[day0, x0], [day1, x1]] = [stops[index - 1], stops[index]];
      if (x <= x1 || index === stops.length - 1) return x1 > x0 ? day0 + ((day1 - day0) * (x - x0)) / (x1 - x0) : day0;
    }
    return stops[0][0];
  };
  let held = null;
  card.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-edge]");
    if (!handle || event.button !== 0) return;
    held = { handle, x: event.clientX, moved: false };
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus({ preventScroll: true });
  });
  card.addEventListener("pointermove", (event) => {
    if (!held) return;
    const away = event.clientX - held.x;
    held.moved ||= Math.abs(away) > 3;
    held.handle.setAttribute("transform", `translate(${away / held.handle.ownerSVGElement.getScreenCTM().a} 0)`);
  });
  card.addEventListener("pointerup", (event) => {
    const was = held;
    held = null;
    if (!was) return;
    was.handle.removeAttribute("transform");
    if (!was.moved) return;
    const svg = was.handle.ownerSVGElement;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const { edge, onset } = was.handle.dataset;
    const days = edge === "before" ? Number(onset) - dayAt(svg, at.x) : dayAt(svg, at.x) - Number(onset);
    set(edge, within(Math.round(days / WEEK), was.handle));
  });
  card.addEventListener("pointercancel", () => {
    held?.handle.removeAttribute("transform");
    held = null;
  });
}
