// A link to a form carries its key after the # sign, which is sent to nobody: it goes into the form, and out of the bar.
const form = document.querySelector("form#form[action='/form']");
const key = location.hash.slice(1);
if (form && /^[0-9a-f]{64}$/.test(key)) {
  form.elements.token.value = key;
  history.replaceState(null, "", location.pathname);
}
const code = form?.elements.code?.closest(".field");
if (code && form.elements.token.value) code.hidden = true;

// A choice weighed: which way is tried first is asked in the words of the ways, as they are typed.
const weighed = document.querySelector("form#decision");
for (const offered of weighed?.querySelectorAll('[name="chosen"] option') ?? []) {
  const way = weighed.elements[`options-${offered.value}-option`];
  // The first is doing nothing, whatever is typed.
  if (!way || offered.value === "0") continue;
  const number = way.closest("tr")?.querySelector("th")?.textContent ?? "";
  way.addEventListener("input", () => { offered.textContent = way.value.trim() || number; });
}
