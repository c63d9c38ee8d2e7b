// Check-in: choosing an answer goes on by itself; the button stays for those who prefer it.
for (const form of document.querySelectorAll("form[data-step]")) {
  for (const choice of form.querySelectorAll("input[type=radio]")) {
    choice.addEventListener("click", (event) => {
      // A mouse or a finger, not the arrow keys, which only look around.
      if (event.detail > 0) setTimeout(() => form.requestSubmit(), 180);
    });
  }
}
