// Field mode: many people answer one after another on a peer monitor's phone, also without network. Every person gets
// a newly loaded page, so that nothing of the last one can be reached; only sealed envelopes stay, until they are sent.

import { leaveFor } from "./leave.js";
import { forgetAll, getKept, keep, listWaiting, makeRoom, putWaiting, removeWaiting } from "./outbox.js";
import { makeNonce, sealResponse, sendEnvelope } from "./sealing.js";
import { element, pages, say, showProblems, start } from "./walk.js";

const { texts, ...facts } = JSON.parse(element("facts").textContent);
const tell = (text) => (element("news").textContent = text);
let round;

// The pass may stand behind the # of the address; what stands behind a ? is what has just been sealed.
async function arrive() {
  const [code, sealed] = [location.hash, location.search].map((part) => part.slice(1));
  history.replaceState(history.state, "", location.pathname);
  round = await getKept("round");
  element("paper").checked = sealed === "paper";
  await show(sealed === "field" ? "done" : "ready");
  const pass = code || (await getKept("pass"));
  if (sealed === "paper") tell(texts.sealed);
  else if (!sealed && pass && navigator.onLine) await usePass(pass);
  else if (!sealed && round) await install();
  await sendAll();
}

// Without a round there is only the pass to be typed.
function show(part) {
  for (const id of ["done", "ready", "end"]) element(id).hidden = !round || (id === "done") !== (part === "done");
  element("use-pass").hidden = Boolean(round);
  element("title").textContent = round?.pages[facts.language].title ?? document.title;
  document.querySelector(part === "done" ? "#done h2" : "#title").focus();
  return round && look();
}

async function usePass(pass) {
  const { state, field, message, ...found } = await sendEnvelope(facts.round, { pass });
  if (state !== "done") return refuse(field, message);
  if (round && found.place !== round.place && (await listWaiting()).length) return tell(texts.other_round);
  await keep({ pass, round: found });
  round = found;
  await show("ready");
  return install();
}

function refuse(field, message = texts.no_network) {
  tell(message);
  if (field === "__pass") element("use-pass").hidden = false;
}

async function keepPages() {
  for (const scope of facts.scopes) {
    await navigator.serviceWorker.register(facts.worker, { scope });
    await navigator.serviceWorker.ready;
  }
  if (navigator.onLine) await (await caches.open("recordings")).addAll(round.recordings);
  await navigator.storage.persist();
}

const install = () => keepPages().then(() => tell(texts.ready), () => tell(texts.not_ready));

async function beginPerson() {
  const isPaper = element("paper").checked;
  if (await makeRoom().catch(() => "full")) return tell(texts.full);
  element("whole").innerHTML = round.pages[facts.language].html;
  [element("monitor").hidden, element("person").hidden] = [true, false];
  start({ send: () => sealAnswers(isPaper ? "paper" : "field") });
  Object.assign(pages, { isWhole: isPaper }).show(0);
}

async function sealAnswers(mode) {
  const problems = pages.findProblems();
  if (problems.length) return showProblems(problems);
  say(texts.sealing, true);
  const envelope = await sealResponse(pages.payload, pages.logic, mode);
  const entry = { nonce: makeNonce(), envelope, coupon: element("coupon")?.value ?? "" };
  return putWaiting(entry).then(() => leaveFor(`${location.pathname}?${mode}`), () => say(texts.full));
}

const sendAll = () => navigator.locks.request("field", () => round && sendWaiting());

// One after another; what cannot be sent now waits, what was refused is shown until somebody decides about it.
async function sendWaiting() {
  const [pass, all] = [await getKept("pass"), await listWaiting()];
  const waiting = all.filter(({ refused }) => !refused);
  for (const [index, entry] of waiting.entries()) {
    tell(`${texts.sending} ${index + 1} / ${waiting.length}`);
    const { state, field, message } = await sendEnvelope(facts.envelopes, { ...entry, pass });
    if (!round) return;
    if (state === "done") await removeWaiting(entry.nonce);
    else if (["__coupon", "__envelope"].includes(field)) await putWaiting({ ...entry, refused: message });
    else return refuse(field, message);
    await look();
  }
  if (waiting.length) tell((await listWaiting()).length ? texts.some_refused : texts.all_sent);
}

async function look() {
  const all = await listWaiting();
  const refused = all.filter((entry) => entry.refused);
  element("count").textContent = all.length - refused.length;
  element("refused").hidden = !refused.length;
  element("refused").querySelector("ul").replaceChildren(...refused.map(showRefused));
  element("lose").hidden = element("lose").disabled = !all.length;
}

function showRefused({ refused, ...entry }) {
  const item = element("refused-answer").content.firstElementChild.cloneNode(true);
  const [why, coupon, again, drop] = item.querySelectorAll("p:first-child, input, button");
  [why.textContent, coupon.value] = [refused, entry.coupon];
  again.onclick = () => putWaiting({ ...entry, coupon: coupon.value }).then(look).then(sendAll);
  drop.onclick = () => confirm(texts.drop) && removeWaiting(entry.nonce).then(look);
  return item;
}

async function wipe() {
  if (!confirm(texts.wipe)) return;
  await forgetAll();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  await fetch(facts.scopes[0], { method: "DELETE", signal: AbortSignal.timeout(9000) }).catch(() => {});
  round = undefined;
  element("use-pass").reset();
  show("ready");
  tell(texts.wiped);
}

const ACTIONS = { back: () => show("ready"), begin: beginPerson, send: sendAll, use: ([pass]) => usePass(pass.value).then(sendAll), wipe };
element("monitor").addEventListener("submit", (event) => {
  event.preventDefault();
  ACTIONS[event.submitter.value](event.target);
});
addEventListener("online", sendAll);
setInterval(sendAll, 30000);
arrive().catch(() => tell(texts.not_ready));
