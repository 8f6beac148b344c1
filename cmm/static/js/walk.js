// One person's way through the pages of a questionnaire: on, back, the end. Used on one's own phone (self.js) and on a
// peer monitor's (field.js), which say what happens at the end.

import { Pages } from "./pages.js";

export const element = (id) => document.getElementById(id);
export let pages;

export function begin(entries, counts) {
  const form = element("answers");
  pages = new Pages(form.cloneNode(), element("pages").content, JSON.parse(element("survey").textContent));
  pages.fill(entries, counts);
  form.replaceWith(pages.form);
}

// `steps` are the buttons that mean something else on each phone: { send, stay }.
export function start(steps) {
  const focused = document.activeElement.id;
  begin([...new FormData(element("answers"))]);
  // After a reload the entries before this one are ours, too, but there are no answers any more.
  history.replaceState({ trail: [...(history.state?.trail ?? []).slice(0, -1), 0] }, "");
  pages.show(0, false);
  if (focused) element(focused)?.focus();
  addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter;
    if (name === "__add") pages.addInstance(value);
    else ({ next: goOn, back: goBack, ...steps })[value](event.submitter);
  });
  // Links within the page must not make entries in the history.
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) event.preventDefault();
    if (link) element(link.hash.slice(1))?.focus();
  });
  addEventListener("input", () => pages.refresh());
  // Not at once: what is said would move the button under the finger that has just left the field.
  addEventListener("change", ({ target }) => setTimeout(() => pages.look(target.closest("[id^=q-]").id.slice(2)), 300));
  addEventListener("popstate", ({ state }) => pages.show(state?.trail?.at(-1) ?? 0));
}

function goTo(index) {
  history.pushState({ trail: [...history.state.trail, index] }, "");
  pages.show(index);
}

function goOn() {
  const problems = pages.findProblems(pages.at);
  if (problems.length) pages.tell(problems);
  else goTo(pages.neighbour(1));
}

function goBack() {
  const target = pages.neighbour(-1);
  if (history.state.trail.at(-2) === target) history.back();
  else goTo(target);
}

export function showProblems(problems) {
  const page = pages.pageOf(problems[0].field);
  if (page !== pages.at) goTo(page);
  pages.tell(problems.filter(({ field }) => pages.pageOf(field) === page));
}

// While something is being sent there is nothing else to press.
export function say(text, isSending = false) {
  element("sending").textContent = text;
  element("waiting").hidden = true;
  for (const button of document.querySelectorAll("[name=__step]")) button.disabled = isSending;
}
