// While people are named, a letter goes to the next choice that begins with it, as in a list that opens.
document.querySelector("form#add")?.addEventListener("keydown", (event) => {
  const now = event.target.closest("input[type=radio]");
  if (!now || event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...now.form.querySelectorAll(`input[type=radio][name="${now.name}"]`)];
  const from = all.indexOf(now) + 1;
  const begins = (one) => one.closest("label").innerText.trim().toLowerCase().startsWith(event.key.toLowerCase());
  const next = [...all.slice(from), ...all.slice(0, from)].find(begins);
  if (!next) return;
  event.preventDefault();
  next.checked = true;
  next.focus();
});
