// The pages of a questionnaire in a form: which is shown, what on it is asked, what is wrong. The answers stand in
// the controls and nowhere else. Markup comes from the server; the element of a question has the id "q-" and its field.

import { isRequired, offeredChoices, readAnswers } from "./answers.js";

const QUESTIONS = "[id^=q-]:not([id^=q-__])";
const CONTROLS = "select, textarea, input";
const make = (tag, members) => Object.assign(document.createElement(tag), members);

export class Pages {
  #texts = [];

  // `template` is the fragment with all pages, `logic` what the server wrote for them.
  constructor(form, template, logic) {
    Object.assign(this, { form, logic, at: 0, counts: {} });
    form.replaceChildren(template.cloneNode(true));
    this.sections = [...form.querySelectorAll("section")];
    this.firsts = [...form.querySelectorAll("[data-repeat]")].map((place) => [place, place.firstElementChild.innerHTML]);
    this.#collectTexts(form);
  }

  get entries() { return [...new FormData(this.form)]; }
  question(field) { return this.form.querySelector(`#q-${CSS.escape(field)}`); }
  pageOf(field) { return this.sections.findIndex((section) => section.contains(this.question(field))); }

  // Puts in answers, of the same form in another language for example; twice, because they can bring instances.
  fill(entries, counts = {}) {
    this.counts = counts;
    for (let time = 0; time < 2; time += 1) {
      for (const control of this.form.querySelectorAll(CONTROLS)) {
        const given = entries.filter(([name]) => name === control.name).map(([, value]) => value);
        if (/radio|checkbox/.test(control.type)) control.checked = given.includes(control.value);
        else control.value = given[0] ?? "";
      }
      this.refresh();
    }
  }

  // Shows what is relevant now, and nothing else.
  refresh() {
    const sent = {};
    for (const [name, value] of this.entries) if (!name.startsWith("__")) (sent[name] ??= []).push(value);
    const now = new Date();
    const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    Object.assign(this, readAnswers(this.logic, sent, new Date(today), this.counts));
    for (const [place, first] of this.firsts) this.#grow(place, first);
    const isVisible = (field) => this.visible.has(field);
    for (const each of this.form.querySelectorAll(QUESTIONS)) each.hidden = !isVisible(each.id.slice(2));
    for (const each of this.form.querySelectorAll("[data-over]")) each.hidden = !each.dataset.over.split(" ").some(isVisible);
    for (const [field, { step, record }] of this.visible) this.#adapt(this.question(field), step, record);
    for (const { node, raw, prefix } of this.#texts) node.data = this.#filled(raw, prefix);
  }

  show(index, isMove = true) {
    this.at = index;
    this.sections.forEach((section, place) => (section.hidden = place !== index && !this.isWhole));
    this.#lookBack();
    this.clear();
    if (isMove) scrollTo(0, 0);
    if (isMove) this.sections[index].querySelector("h1").focus();
  }

  addInstance(name) {
    this.counts[name] = this.question(name).firstElementChild.children.length + 1;
    this.refresh();
  }

  // The nearest page after (1) or before (-1) this one with anything on it; the first and the last always have.
  neighbour(direction) {
    const isEmpty = (section) => !section.querySelector("[id^=q-]:not([hidden])");
    let index = this.at + direction;
    while (this.sections[index + direction] && isEmpty(this.sections[index])) index += direction;
    return index;
  }

  // What is wrong on one page, or on all: [{ field, text }].
  findProblems(page) {
    const { texts } = this.logic;
    const ours = [...this.form.querySelectorAll("[data-missing]")].filter((control) => !control.validity.valid);
    return [...this.problems, ...ours.map(({ name, dataset }) => ({ field: name, message: dataset.missing }))]
      .filter(({ field }) => page === undefined || this.pageOf(field) === page)
      .map(({ field, code, message = texts[code] ?? texts.constraint }) => ({ field, code, text: this.#filled(message, "") }));
  }

  // Says it at each question, and in a summary with links that gets the focus.
  tell(problems) {
    this.clear();
    const summary = document.querySelector("#look-again").content.firstElementChild.cloneNode(true);
    for (const { field, text } of problems) {
      const item = summary.querySelector("ul").appendChild(make("li"));
      item.append(make("a", { href: `#${this.mark(field, text)}`, textContent: text }));
    }
    this.form.before(summary);
    summary.focus();
  }

  clear() {
    document.querySelector(".error-summary")?.remove();
    for (const wrong of this.form.querySelectorAll(".wrong")) this.mark(wrong.id.slice(2));
  }

  // Writes a problem to its question, or takes it away; gives the id of the first control.
  mark(field, text) {
    const question = this.question(field);
    const target = question.querySelector(`fieldset, ${CONTROLS}`);
    const id = `${field.replace("__", "")}-error`;
    question.querySelector(".error")?.remove();
    question.classList.toggle("wrong", Boolean(text));
    if (text) question.querySelector("legend, .question-label").after(make("p", { id, className: "error", textContent: text }));
    target.setAttribute("aria-describedby", [question.querySelector(".hint")?.id, text && id].filter(Boolean).join(" "));
    if (target.matches(CONTROLS)) target.setAttribute("aria-invalid", Boolean(text));
    return question.querySelector(CONTROLS).id;
  }

  // After a change: a wrong answer is told at once, a missing one only when somebody wants to go on.
  look(field) {
    const found = this.findProblems().find((problem) => problem.field === field);
    if (found?.code !== "required") this.mark(field, found?.text);
  }

  #adapt(question, step, record) {
    const must = question.querySelector(".must");
    if (must && step.stores) must.hidden = !isRequired(step, record);
    if (step.filter === undefined) return;
    const offered = offeredChoices(step, record);
    for (const choice of question.querySelectorAll("input, option:not([value=''])")) {
      const isOffered = offered.includes(choice.value);
      (choice.closest("label") ?? choice).hidden = !isOffered;
      if (!isOffered) choice.checked = choice.selected = false;
    }
  }

  // Adds the instances of a repeat that are asked and not there yet: the first one with other numbers.
  #grow(place, first) {
    const name = place.dataset.repeat;
    const isAsked = (index) => [...this.visible.keys()].some((field) => field.startsWith(`${name}.${index}.`));
    for (let index = place.children.length; isAsked(index); index += 1) {
      const instance = first.replaceAll(`${name}.0.`, `${name}.${index}.`).replace(/1(?=<[/]h2>)/, index + 1);
      this.#collectTexts(place.appendChild(make("div", { innerHTML: instance })));
    }
  }

  #collectTexts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const field = node.parentElement.closest(QUESTIONS)?.id.slice(2) ?? "";
      if (node.data.includes("${")) this.#texts.push({ node, raw: node.data, prefix: field.replace(/[^.]*$/, "") });
    }
  }

  // A text with earlier answers in the place of ${name}.
  #filled(text, prefix) {
    return text.replace(/\$\{\s*([^}\s]+)\s*\}/g, (_, name) => {
      const asked = [prefix + name, name].find((field) => this.visible.has(field));
      return (asked ? this.#given(this.question(asked)) : this.payload.values[name]) || "…";
    });
  }

  #given(question) {
    const typed = question.querySelector("select, textarea, input:not([type=radio], [type=checkbox])");
    if (typed) return typed.value && (typed.selectedOptions?.[0].text ?? typed.value);
    return [...question.querySelectorAll(":checked")].map((input) => input.parentElement.textContent.trim()).join(", ");
  }

  #lookBack() {
    const list = this.form.querySelector("dl");
    list.replaceChildren();
    for (const question of this.form.querySelectorAll(".question:not([hidden], [id^=q-__])")) {
      const row = list.appendChild(make("div"));
      row.append(make("dt", { textContent: question.querySelector("legend, .question-label").firstChild?.data }));
      row.append(make("dd", { textContent: this.#given(question) || this.logic.texts.no_answer }));
    }
  }
}
