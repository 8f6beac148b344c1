// One response into one envelope, byte for byte as cmm/domain/sealing.py does it, and its way to the server.

import { seal } from "../vendor/hpke.js";

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60000;
const encode = (text) => new TextEncoder().encode(text);

// `answers` is the payload of readAnswers; resolves to the envelope in base64. All envelopes of a round are equally
// long: canonical JSON is filled up with spaces.
export async function sealResponse(answers, { round, key, size, language }, mode) {
  const plain = new Uint8Array(size).fill(32);
  plain.set(encode(canonicalJson({ answers, language, mode })));
  const publicKey = Uint8Array.from(atob(key), (sign) => sign.charCodeAt());
  const sealed = await seal(publicKey, encode(`cmm response 1|${round}`), plain);
  return btoa(Array.from(sealed, (byte) => String.fromCharCode(byte)).join(""));
}

export const canonicalJson = (value) => JSON.stringify(value, (_, inner) =>
  inner?.constructor === Object ? Object.fromEntries(Object.entries(inner).sort()) : inner);

// Names one attempt to send, so that sending it again counts once.
export const makeNonce = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join("");

// Sends { envelope, nonce, coupon, city } once: { state: "done" | "later" | "refused", ...what it says }.
export async function sendEnvelope(address, attempt) {
  const message = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(attempt) };
  try {
    const answer = await fetch(address, { ...message, credentials: "omit", cache: "no-store" });
    if (answer.ok) return { state: "done", ...(await answer.json()) };
    const isBusy = answer.status >= 500 || !answer.headers.get("Content-Type")?.includes("json"); // not our words
    return isBusy ? { state: "later" } : { state: "refused", ...(await answer.json()) };
  } catch {
    return { state: "later" };
  }
}

// Tries again with growing pauses, and at once when the network is back or somebody presses `button`.
export async function sendUntilAnswered(address, attempt, button, onWaiting) {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const result = await sendEnvelope(address, attempt);
    if (result.state !== "later") return result;
    onWaiting();
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
      addEventListener("online", resolve, { once: true });
      button.addEventListener("click", resolve, { once: true });
    });
  }
}
