// The value of an expression tree for one record: the twin of cmm/domain/questionnaire/expressions/evaluate.py,
// held to it by a shared truth table and a property test. Blank is undefined, a select_multiple is an array, a
// date is a Date at midnight UTC. A record is { values, today, current, choice }.

const DAY = 864e5;
const trim = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
const words = (value) => asText(value).split(/[ \t\r\n]+/).filter(Boolean);

export function evaluate(tree, record) {
  if (!Array.isArray(tree)) return tree;
  const [head, ...parts] = tree;
  return LAZY[head]?.(record, ...parts) ?? STRICT[head](...parts.map((part) => evaluate(part, record)));
}

export const isTrue = (tree, record) => truth(evaluate(tree, record));

// Whole numbers without ".0", never with an exponent.
export function asText(value) {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Number.isInteger(value)) return `${BigInt(value)}`;
  const text = Array.isArray(value) ? value.join(" ") : `${value ?? ""}`;
  const [digits, zeros] = typeof value === "number" ? text.split("e-") : [text];
  return zeros ? digits.replace(/^(-?)(\d)\.?/, "$10." + "0".repeat(zeros - 1) + "$2") : text;
}

export function asNumber(value) {
  if (value instanceof Date) return value / DAY;
  if (["number", "boolean"].includes(typeof value)) return Number(value);
  const text = trim(asText(value));
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN;
}

// The date that an ISO text names, if there is such a day.
export function asDate(value) {
  const text = trim(asText(value));
  const day = new Date(/^(?!0000)\d{4}-\d\d-\d\d$/.test(text) ? text : NaN);
  return !isNaN(day) && asText(day) === text ? day : undefined;
}

const operand = (value) => (Array.isArray(value) || value === undefined ? asText(value) : value);
// NaN and 0 are false, the text "false" is true, as in XPath.
const truth = Boolean;
// Beside a date, the ISO text of a date counts as that date.
const comparable = (value) => asNumber(asDate(value) ?? value);

function isEqual(left, right) {
  const is = (...types) => [left, right].some((side) => types.includes(typeof side));
  if (is("boolean")) return truth(left) === truth(right);
  if (is("object")) return comparable(left) === comparable(right);
  return is("number") ? asNumber(left) === asNumber(right) : left === right;
}

const ordered = (compare) => (...sides) =>
  compare(...sides.map(sides.some((side) => side instanceof Date) ? comparable : asNumber));
const arithmetic = (compute) => (left, right) => compute(asNumber(left), asNumber(right));

function toDate(value) {
  if (typeof value !== "number") return asDate(value) ?? "";
  const day = new Date(Math.floor(value) * DAY);
  return day.getUTCFullYear() > 0 && day.getUTCFullYear() < 10000 ? day : "";
}

const LAZY = {
  "$": (record, name) => operand(record.values[name]),
  ".": (record) => operand(record.current),
  "@": (record, column) => record.choice?.[column] ?? "",
  today: (record) => record.today,
  and: (record, ...parts) => parts.every((part) => isTrue(part, record)),
  or: (record, ...parts) => parts.some((part) => isTrue(part, record)),
  if: (record, test, yes, no) => evaluate(isTrue(test, record) ? yes : no, record),
  coalesce: (record, ...parts) => parts.map((part) => evaluate(part, record)).find(asText) ?? "",
};
const STRICT = {
  "=": isEqual, "!=": (left, right) => !isEqual(left, right),
  "<": ordered((a, b) => a < b), "<=": ordered((a, b) => a <= b),
  ">": ordered((a, b) => a > b), ">=": ordered((a, b) => a >= b),
  "+": arithmetic((a, b) => a + b), "-": arithmetic((a, b) => a - b), "*": arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => a / b), mod: arithmetic((a, b) => a % b),
  true: () => true, false: () => false, not: (value) => !truth(value), neg: (value) => -asNumber(value),
  selected: (value, name) => ((name = trim(asText(name))) ? words(value).includes(name) : !words(value).length),
  "count-selected": (value) => words(value).length, "string-length": (value) => asText(value).length,
  contains: (value, part) => asText(value).includes(asText(part)),
  "starts-with": (value, part) => asText(value).startsWith(asText(part)),
  "normalize-space": (value) => words(value).join(" "), concat: (...values) => values.map(asText).join(""),
  string: asText, number: asNumber, date: toDate,
  int: (value) => Math.trunc(asNumber(value)), round: (value) => Math.round(asNumber(value)),
  // The server has rewritten the pattern for browsers (logic.py); what it could not stands for "no match".
  regex: (value, pattern) => pattern !== false && new RegExp(`^(?:${asText(pattern)})$`, "u").test(asText(value)),
};
