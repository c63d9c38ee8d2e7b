// Leaving at once: the button, or Shift three times within five seconds.
const exit = document.querySelector("form[data-exit]");
if (exit) {
  const leave = () => {
    const cover = document.createElement("div");
    cover.className = "covered";
    document.body.append(cover);
    document.title = "";
    document.dispatchEvent(new Event("leaving"));
    exit.submit();
  };
  exit.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  let presses = [];
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { presses = []; return; }
    const now = Date.now();
    presses = presses.filter((at) => now - at < 5000).concat(now);
    if (presses.length >= 3) leave();
  });
}
