// Answering on one's own phone: takes over the form that the server has shown. Nothing is stored, and no answer
// leaves the phone but sealed. Where this cannot run, the form goes on working page by page without it.

import { leaveFor } from "./leave.js";
import { makeNonce, sealResponse, sendUntilAnswered } from "./sealing.js";
import { begin, element, pages, say, showProblems, start } from "./walk.js";

const nonce = makeNonce();

async function send() {
  const problems = pages.findProblems();
  if (problems.length) return showProblems(problems);
  const { logic } = pages;
  say(logic.texts.sealing, true);
  const envelope = await sealResponse(pages.payload, logic, "self");
  const [coupon, city] = ["coupon", "city"].map((id) => element(id)?.value);
  // The file for the page "later". The coupon and the city are not in it: they are asked again.
  element("keep").href = URL.createObjectURL(new Blob([JSON.stringify({ round: logic.round, envelope, nonce })]));
  const result = await sendUntilAnswered(logic.envelopes, { envelope, nonce, coupon, city }, element("try-now"), () => {
    say(logic.texts.waiting, true);
    element("waiting").hidden = false;
  });
  if (result.state === "done") return leaveFor(logic.thanks);
  say(result.field ? "" : result.message);
  return result.field && showProblems([{ field: result.field, text: result.message }]);
}

// The page in the other language is the same for everybody; the answers are put into it here.
async function changeLanguage({ formAction }) {
  try {
    const answer = await fetch(formAction, { credentials: "omit" });
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!other.getElementById("survey")) throw new Error("not open");
    const { entries, counts, at } = pages;
    document.documentElement.lang = other.documentElement.lang;
    document.title = other.title;
    document.body.replaceChildren(...other.body.children);
    begin(entries, counts);
    history.replaceState(history.state, "", formAction);
    pages.show(at);
  } catch {
    say(pages.logic.texts.no_language);
  }
}

if (globalThis.crypto?.subtle) start({ send, stay: changeLanguage });
