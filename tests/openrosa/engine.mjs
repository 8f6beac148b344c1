// ODK's own engine for the tests: one JSON line for one JSON line, until there are no more.

import { File as BufferFile } from "node:buffer";
import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

// The engine wants the globals of a browser, and its XPath parser those of a CommonJS module.
const { window } = new JSDOM("<!doctype html>");
const NEEDED = ["document", "Attr", "CDATASection", "Comment", "DOMParser", "Document", "Element", "HTMLElement", "Node"];
for (const name of [...NEEDED, "ProcessingInstruction", "Text", "XMLDocument", "XMLSerializer", "XPathResult"]) {
  globalThis[name] = window[name];
}
globalThis.window ??= globalThis;
globalThis.__dirname = import.meta.dirname ?? ".";
globalThis.crypto ??= webcrypto; // Node 18 keeps both in modules
globalThis.File ??= BufferFile;
const { loadForm } = await import("@getodk/xforms-engine");

const forms = new Map();
const instances = new Map();

/** "/questionnaire/group/trip[2]/town" is the field "trip.1.town". */
const fieldOf = (node) => {
  const [name, ...around] = node.currentState.reference.split("/").reverse();
  const repeat = around.map((step) => /^(.+)\[(\d+)\]$/.exec(step)).find(Boolean);
  return repeat ? `${repeat[1]}.${repeat[2] - 1}.${name}` : name;
};

function* leaves(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.currentState.children) yield* leaves(child);
    else yield child;
  }
}

const isMeta = (node) => node.currentState.reference.includes("/meta/") || node.nodeType === "attribute";
const listed = (root) => [...leaves(root)].filter((node) => !isMeta(node));
const text = (node) => node.currentState.instanceValue ?? "";

function set(node, value) {
  if (node.nodeType === "select") node.selectValues(value ?? []);
  else if (node.nodeType === "trigger") node.setValue(Boolean(value));
  else node.setValue(value ?? (node.valueType === "string" ? "" : null));
}

function addInstances(root, counts) {
  const walk = (node) => {
    for (const child of node.currentState.children ?? []) {
      if (child.nodeType === "repeat-range:uncontrolled") {
        const wanted = counts[child.currentState.reference.split("/").pop()] ?? 0;
        while (child.currentState.children.length < wanted) child.addInstances();
      }
      walk(child);
    }
  };
  walk(root);
}

const describe = (root) =>
  Object.fromEntries(
    listed(root).map((node) => [
      fieldOf(node),
      {
        kind: node.nodeType,
        relevant: node.currentState.relevant,
        violation: node.validationState?.violation?.condition ?? null,
        value: text(node),
      },
    ]),
  );

async function serialise(root) {
  const payload = await root.prepareInstancePayload();
  return { status: payload.status, data: payload.data[0], xml: await payload.data[0].get("xml_submission_file").text() };
}

const basic = (pass) => ({ Authorization: `Basic ${btoa(`anybody:${pass}`)}`, "X-OpenRosa-Version": "1.0" });
const tagged = (xml, name) => new window.DOMParser().parseFromString(xml, "text/xml").getElementsByTagName(name)[0]?.textContent;

const ANSWERS = {
  async load({ form, xml }) {
    const result = await loadForm(xml);
    if (result.status === "failure") return { status: result.status, error: String(result.error?.message ?? result.error) };
    forms.set(form, result);
    return { status: result.status };
  },
  /** Found and fetched as Collect does it: asked without a pass first. */
  async download({ server, pass_: pass }) {
    const asked = await fetch(`${server}/formList`);
    const list = await fetch(`${server}/formList`, { headers: basic(pass) });
    const xml = await list.text();
    const form = await fetch(tagged(xml, "downloadUrl"), { headers: basic(pass) });
    const found = await ANSWERS.load({ form: tagged(xml, "formID"), xml: await form.text() });
    return { ...found, asked: asked.status, form: tagged(xml, "formID"), date: list.headers.get("date") };
  },
  create({ form, repeats }) {
    const { root } = forms.get(form).createInstance();
    addInstances(root, repeats);
    instances.set(form, root);
    return describe(root);
  },
  /** Sets what is asked now and says how everything stands afterwards; `taken` are the fields that were set. */
  answer({ form, values }) {
    const root = instances.get(form);
    const taken = [];
    for (const [field, value] of values) {
      const node = listed(root).find((each) => fieldOf(each) === field);
      if (!node?.currentState.relevant) continue;
      set(node, value);
      taken.push(field);
    }
    return { taken, fields: describe(root) };
  },
  /** Goes through the form like a person who tries until every question is content. */
  fill({ form, values }) {
    const root = instances.get(form);
    for (let pass = 0; pass < 12; pass += 1) {
      const isOpen = (node) => node.currentState.relevant && (node.validationState?.violation || text(node) === "");
      const open = (node) => values[fieldOf(node)] && isOpen(node);
      if (!listed(root).some(open)) break;
      for (const node of listed(root)) {
        const offered = values[fieldOf(node)];
        if (open(node)) set(node, offered[pass % offered.length]);
      }
    }
    return describe(root);
  },
  /** What a form that asks nothing computes; null where it fails. */
  async evaluate({ xml }) {
    const loaded = await loadForm(xml);
    try {
      return describe(loaded.createInstance().root).result.value;
    } catch {
      return null;
    }
  },
  async serialise({ form }) {
    const { status, xml } = await serialise(instances.get(form));
    return { status, xml };
  },
  /** Sent twice, because phones do. */
  async submit({ form, server, pass_: pass }) {
    const { status, data } = await serialise(instances.get(form));
    const place = await fetch(`${server}/submission`, { method: "HEAD", headers: basic(pass) });
    const send = () => fetch(place.headers.get("location"), { method: "POST", body: data, headers: basic(pass) });
    const statuses = [place.status, (await send()).status, (await send()).status];
    return { status, statuses, largest: place.headers.get("x-openrosa-accept-content-length") };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...about } = JSON.parse(line);
  let said;
  try {
    said = { answer: await ANSWERS[ask](about) };
  } catch (error) {
    said = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
