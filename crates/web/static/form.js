// A link to a form carries its key after the # sign, which is sent to nobody: it goes into the form, and out of the bar.
const form = document.querySelector("form#form[action='/form']");
const key = location.hash.slice(1);
if (form && /^[0-9a-f]{64}$/.test(key)) {
  form.elements.token.value = key;
  history.replaceState(null, "", location.pathname);
}
const code = form?.elements.code?.closest(".field");
if (code && form.elements.token.value) code.hidden = true;
