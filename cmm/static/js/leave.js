// Leaving at once, by the button or Esc pressed twice, for a harmless page, with nothing left on this one.

const TWICE_WITHIN = 2000;
let pressedAt = -TWICE_WITHIN;

// Empties the page, goes back to its first entry in the history and puts `address` there, so that the Back button
// does not lead here again.
export function leaveFor(address) {
  let go = () => { go = () => {}; location.replace(address); };
  const { length = 1 } = history.state?.trail ?? [];
  empty();
  addEventListener("popstate", () => go(), { once: true });
  if (length > 1) history.go(1 - length);
  setTimeout(() => go(), length > 1 ? 300 : 0);
}

function empty() {
  for (const form of document.forms) form.reset();
  document.body.replaceChildren();
}

addEventListener("click", (event) => {
  const link = event.target.closest("#leave");
  if (link) event.preventDefault();
  if (link) leaveFor(link.href);
});
addEventListener("keydown", ({ key, repeat, timeStamp }) => {
  if (key !== "Escape" || repeat) return;
  if (timeStamp - pressedAt < TWICE_WITHIN) leaveFor(document.querySelector("#leave").href);
  pressedAt = timeStamp;
});
// Browsers may keep a page that was left, to show it again on Back: it is kept empty, and then loaded anew.
addEventListener("pagehide", empty);
addEventListener("pageshow", (event) => event.persisted && location.reload());
