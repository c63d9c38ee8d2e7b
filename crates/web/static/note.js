// The note while it is written: words marked in it are linked by Ctrl and K, the links keep to their words while the
// text around them and in them changes, and only techniques that were used ask how they went.
const note = document.querySelector("form#sign");
const list = note?.querySelector("#sign-marked .choices-checks");
if (list) {
  const { text, "passage-words": words, "passage-of": of } = note.elements;
  const fold = note.querySelector("#sign-marked");
  const squeezed = (said) => said.split(/\s+/).filter(Boolean).join(" ");
  let before = text.value;
  let marks = [];
  // Where a passage stands, blanks aside; nothing when it does not stand there.
  const place = (passage) => {
    const found = new RegExp(passage.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "u").exec(before);
    return found && [found.index, found.index + found[0].length];
  };
  const track = (box, at) => {
    const [, kind, passage] = /^(\S+) ([^]*)$/.exec(box.value);
    const span = at ?? place(passage);
    if (span) marks.push({ box, kind, passage, start: span[0], end: span[1], label: box.nextElementSibling });
  };
  for (const box of list.querySelectorAll("input")) track(box);

  // One change: what stands before and after it is the same in both texts.
  text.addEventListener("input", () => {
    const now = text.value;
    const most = Math.min(before.length, now.length);
    let head = 0;
    while (head < most && before[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < most - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
    const [end, by] = [before.length - tail, now.length - before.length];
    before = now;
    marks = marks.filter((mark) => {
      if (end <= mark.start) {
        mark.start += by;
        mark.end += by;
      } else if (head < mark.end) {
        // Written over from outside: the page says so when it comes back.
        if (head < mark.start || end > mark.end) return false;
        mark.end += by;
        const said = squeezed(now.slice(mark.start, mark.end));
        // Taken out letter by letter: what was marked is looked for, not its last letter.
        const kept = said || mark.passage;
        mark.box.value = `${mark.kind} ${kept}`;
        const name = of.querySelector(`option[value="${mark.kind}"]`)?.textContent ?? "";
        mark.label.textContent = `“${kept}” · ${name}`;
        return said !== "";
      }
      return true;
    });
  });

  let span = null;
  const add = () => {
    const said = squeezed(words.value);
    if (!said || !of.value) {
      (said ? of : words).focus();
      return;
    }
    const value = `${of.value} ${said}`;
    if (![...list.querySelectorAll("input")].some((box) => box.value === value)) {
      const line = document.createElement("label");
      line.className = "choice";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "passages", value, checked: true });
      const label = document.createElement("span");
      label.textContent = `“${said}” · ${of.selectedOptions[0].textContent}`;
      line.append(box, label);
      list.append(line);
      track(box, span && squeezed(before.slice(...span)) === said ? span : undefined);
    }
    const back = span?.[1];
    words.value = of.value = "";
    span = null;
    text.focus();
    if (back !== undefined) text.setSelectionRange(back, back);
    note.dispatchEvent(new Event("change"));
  };
  fold.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    add();
  });
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "k") return;
    event.preventDefault();
    span = [text.selectionStart, text.selectionEnd];
    words.value = squeezed(text.value.slice(...span));
    fold.open = true;
    (words.value ? of : words).focus();
  });

  const boxes = note.querySelectorAll('[name="techniques"]');
  const uses = note.querySelector("#sign-uses");
  const rows = uses?.querySelectorAll("tbody tr") ?? [];
  const asked = () => {
    for (const [index, row] of rows.entries()) {
      const isTold = [...row.querySelectorAll("select")].some((choice) => choice.value);
      row.hidden = !boxes[index].checked && !isTold;
    }
    if (uses) uses.hidden = [...rows].every((row) => row.hidden);
  };
  for (const box of boxes) box.addEventListener("change", asked);
  asked();
}

// Enter in a part of the note that has a button of its own presses that button.
note?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input:not([type=checkbox], [type=radio]), select")) return;
  const button = event.target.closest("details.fold")?.querySelector("button[formaction]");
  if (button || event.target.matches("input")) event.preventDefault();
  button?.click();
});
