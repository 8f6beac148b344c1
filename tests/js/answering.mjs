// Answers questions about our modules, one JSON line for one JSON line, until there are no more.

import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";
import { readAnswers } from "../../cmm/static/js/answers.js";
import { asText, evaluate } from "../../cmm/static/js/relevance.js";
import { canonicalJson, makeNonce, sealResponse } from "../../cmm/static/js/sealing.js";
import { seal } from "../../cmm/static/vendor/hpke.js";

globalThis.crypto ??= webcrypto; // Node 18 keeps it in a module
const day = (text) => new Date(text);
const typed = (value) => (typeof value?.date === "string" ? day(value.date) : value ?? undefined);
const fromHex = (text) => Uint8Array.from(Buffer.from(text, "hex"));

const ANSWERS = {
  evaluate({ tree, record }) {
    const values = Object.fromEntries(Object.entries(record.values).map(([name, value]) => [name, typed(value)]));
    const { today, current, choice } = record;
    const value = evaluate(tree, { values, today: day(today), current: typed(current), choice });
    if (value instanceof Date) return asText(value);
    return typeof value === "number" ? { number: Object.is(value, -0) ? "0" : String(value) } : value;
  },
  read({ form, sent, today }) {
    const { payload, problems, visible } = readAnswers(form, sent, day(today));
    return { payload, problems, visible: [...visible.keys()] };
  },
  sealResponse: ({ answers, to, mode }) => sealResponse(answers, to, mode),
  canonicalJson: ({ value }) => canonicalJson(value),
  nonces: ({ count }) => Array.from({ length: count }, makeNonce),
  // The published vector has a known ephemeral key, so the platform's generator must give that one.
  async vector({ ephemeral, receiver, info, plain, aad }) {
    const { generateKey } = crypto.subtle;
    const curve = { name: "ECDH", namedCurve: "P-256" };
    crypto.subtle.generateKey = async () => ({
      privateKey: await crypto.subtle.importKey("jwk", ephemeral, curve, false, ["deriveBits"]),
      publicKey: await crypto.subtle.importKey("jwk", { ...ephemeral, d: undefined }, curve, true, []),
    });
    const sealed = await seal(...[receiver, info, plain, aad].map(fromHex));
    crypto.subtle.generateKey = generateKey;
    return Buffer.from(sealed).toString("hex");
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...about } = JSON.parse(line);
  console.log(JSON.stringify({ answer: await ANSWERS[ask](about) }));
}
