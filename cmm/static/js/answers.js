// From what stands in a form to checked answers: the twin of cmm/domain/answers. `form` is what logic.py wrote,
// `sent` maps a field name to its texts; a field inside a repeat is "trip.0.city".

import { asDate, asNumber, asText, evaluate, isTrue } from "./relevance.js";

const MOST_INSTANCES = 50;
// What Python calls white space.
const SPACE = "(?:(?!\\ufeff)[\\s\\x1c-\\x1f\\x85])+";
const EDGES = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const strip = (text) => text.replace(EDGES, "");
const isPlain = (text) => !/(?![\n\t])[\p{Cc}\p{Cs}]/u.test(text);
const isAsked = (step) => step?.stores && !["computed", "nothing"].includes(step.stores);
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

// `payload` is what is sealed, `problems` are [{ field, code, message }] in reading order, `visible` is a Map of all
// fields asked now to { step, record }. An open repeat is asked once, or as often as `counts` wants.
export function readAnswers(form, sent, today, counts = {}) {
  const given = { values: {}, refused: {}, counts: {}, today };
  for (const [field, texts] of Object.entries(sent)) readField(form, field, texts.filter(strip), given);
  const level = settle(form, given);
  const repeats = mapValues(level.instances, (all, name) => answered(form, name, all));
  const wanted = mapValues(form.inner, (_, name) => Math.max(1, repeats[name]?.length ?? 0, counts[name] ?? 0));
  return {
    payload: {
      values: plain(level.values),
      repeats: Object.fromEntries(Object.entries(repeats).filter(([, some]) => some.length)),
    },
    problems: [...relevant(form, level)].flatMap(([step, inner]) => findProblems(step, inner, given.refused)),
    visible: new Map(
      [...relevant(form, settle(form, { ...given, counts: wanted }))]
        .filter(([{ stores }]) => stores !== "computed")
        .map(([step, { prefix, record }]) => [prefix + step.name, { step, record }]),
    ),
  };
}

export const isRequired = (step, record) => step.required !== undefined && isTrue(step.required, record);

// Names of the choices that the filter of a question leaves.
export const offeredChoices = ({ choices, columns, filter }, record) =>
  choices.filter((name) => isTrue(filter, { ...record, choice: { ...columns?.[name], name } }));

const plain = (values) => mapValues(values, (value) => (value instanceof Date ? asText(value) : value));

function readField(form, field, texts, given) {
  const [, repeat, index, name] = /^(.+)\.(0|[1-9]\d?)\.(.+)$/.exec(field) ?? [];
  const find = (level, own) => level?.steps.find((step) => step.name === own);
  const outer = find(form, field);
  const step = outer ?? (index < MOST_INSTANCES ? find(form.inner[repeat], name) : undefined);
  if (!isAsked(step) || !texts.length) return;
  try {
    given.values[field] = readValue(step, texts);
  } catch (code) {
    if (typeof code !== "string") throw code;
    given.refused[field] = code;
  }
  if (!outer) given.counts[repeat] = Math.max(given.counts[repeat] ?? 0, Number(index) + 1);
}

// What is not asked is blank for all that depends on it. The server has worked out the settling order.
function settle(form, given, prefix = "", outside = null) {
  const values = Object.create(outside);
  const record = { values, today: given.today };
  const level = { prefix, values, record, relevant: new Set(), instances: {} };
  for (const { name, asked = [], stores, count, calculation } of form.order?.map((place) => form.steps[place]) ?? form.steps) {
    if (!asked.every((tree) => isTrue(tree, record))) continue;
    level.relevant.add(name);
    if (stores) {
      const value = stores === "computed" ? calculate(calculation, record) : given.values[prefix + name];
      if (value !== undefined) values[name] = value;
    } else {
      const length = count === undefined ? given.counts[name] ?? 0 : fixedCount(count, record);
      const instance = (_, index) => settle(form.inner[name], given, `${name}.${index}.`, values);
      level.instances[name] = Array.from({ length }, instance);
    }
  }
  return level;
}

const fixedCount = (tree, record) =>
  Math.max(0, Math.min(asNumber(asText(evaluate(tree, record))) || 0, MOST_INSTANCES));

function calculate(tree = "", record) {
  const value = evaluate(tree, record);
  if (typeof value === "number" && !isFinite(value)) return undefined;
  const text = [...asText(value)].slice(0, 200).join("");
  return text && isPlain(text) ? text : undefined;
}

// Instances at the end of an open repeat that hold no answer do not count.
function answered(form, name, instances) {
  const asked = form.inner[name].steps.filter(isAsked).map((step) => step.name);
  const isEmpty = ({ values }) => !Object.keys(values).some((own) => asked.includes(own));
  const all = [...instances];
  if (form.steps.find((step) => step.name === name).count === undefined) while (all.length && isEmpty(all.at(-1))) all.pop();
  return all.map(({ values }) => plain(values));
}

function* relevant(form, level) {
  for (const step of form.steps.filter(({ name }) => level.relevant.has(name))) {
    yield [step, level];
    for (const instance of level.instances[step.name] ?? []) yield* relevant(form.inner[step.name], instance);
  }
}

function findProblems(step, { prefix, values, record }, refused) {
  const field = prefix + step.name;
  if (refused[field] || !isAsked(step)) return refused[field] ? { field, code: refused[field] } : [];
  const current = Object.getOwnPropertyDescriptor(values, step.name)?.value;
  const now = { ...record, current };
  if (current === undefined) {
    return isRequired(step, now) ? { field, code: "required", message: step.requiredMessage } : [];
  }
  const isOffered = (name) => step.filter === undefined || offeredChoices(step, now).includes(name);
  const fits = step.constraint === undefined || isTrue(step.constraint, now);
  return [
    ...([current].flat().every(isOffered) ? [] : [{ field, code: "not_a_choice" }]),
    ...(fits ? [] : [{ field, code: "constraint", message: step.constraintMessage }]),
  ];
}

// Reading one answer throws the code of its problem. Several choices come in the order of their list, so that the
// order of ticking is not kept.
function readValue(step, texts) {
  if (step.stores !== "choices" && texts.length > 1) throw "too_many";
  if (step.stores !== "choices") return READERS[step.stores](strip(texts[0]), step, texts[0]);
  const chosen = texts.flatMap((text) => text.split(new RegExp(SPACE))).filter(Boolean);
  chosen.forEach((name) => readChoice(name, step));
  return step.choices?.filter((name) => chosen.includes(name)) ?? chosen;
}

// Without its list, a choice is one of the controls that the server has put on the page.
function readChoice(name, { choices = [name] }) {
  if (!choices.includes(name)) throw "not_a_choice";
  return name;
}

function readText(_, step, text) {
  const clean = text.replace(/\r\n?/g, "\n").normalize("NFC");
  if (!isPlain(clean)) throw "not_text";
  if ([...strip(clean)].length > 1000) throw "too_long";
  return strip(clean);
}

function readNumber(text, { grid, stores }) {
  if (!/^-?\d+([.,]\d+)?$/.test(text)) throw "not_a_number";
  const number = Number(text.replace(",", ".")) + 0;
  if (Math.abs(number) > 1e9 || text.length > 30) throw "out_of_range";
  if (stores === "whole_number" && /\D/.test(text.slice(1))) throw "not_whole";
  if (!grid) return number;
  const [start, end, step] = grid;
  const steps = step ? Math.abs((number - start) / step) : 0;
  const isOutside = number < Math.min(start, end) || number > Math.max(start, end);
  if (isOutside || Math.abs(steps - Math.round(steps)) > 1e-9) throw "out_of_range";
  return Number.isInteger(start) && Number.isInteger(step) ? Math.trunc(number) : number;
}

// A month or a year is kept as its first day.
function readDate(text, { part }) {
  const isWhole = text.length === 10 && asDate(text);
  const rest = { month: "-01", year: "-01-01" }[part] ?? "";
  const length = 10 - rest.length;
  const day = isWhole || text.length === length ? asDate(text.slice(0, length) + rest) : undefined;
  if (!day) throw "not_a_date";
  if (day.getUTCFullYear() < 1900 || day.getUTCFullYear() > 2100) throw "out_of_range";
  return day;
}

const READERS = {
  text: readText, number: readNumber, whole_number: readNumber, date: readDate, choice: readChoice,
  tick: (text) => Boolean(readChoice(text.toLowerCase(), { choices: ["true", "ok", "yes", "on", "1"] })),
};
