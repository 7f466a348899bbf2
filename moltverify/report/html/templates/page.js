"use strict";
// The page is complete without this script. It shows one step of a counterexample at a time, and
// keeps the place in the URL's fragment: #MODEL/STEP?filter=NAMES
(() => {
  const traces = [...document.querySelectorAll("details.trace")];
  for (const trace of traces) trace.dataset.model ??= trace.id;
  const byModel = new Map(traces.map((trace) => [trace.dataset.model, trace]));
  const explorers = new Map();
  const wide = matchMedia("(min-width: 62rem)");
  const KEYS = {
    ArrowLeft: "before", k: "before", ArrowRight: "next", j: "next", Home: "first", End: "last",
  };
  let active = null;

  const make = (tag, className, text = "") => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };

  // ---- TLA+ text: comments and strings, and keywords

  const TOKENS = new RegExp(
    String.raw`(\\\*.*|\(\*[^]*?\*\)|"[^"\n]*")|\b(` +
    "MODULE|EXTENDS|CONSTANTS?|VARIABLES?|ASSUME|THEOREM|INSTANCE|LOCAL|RECURSIVE|LET|IN|IF|THEN|" +
    "ELSE|CASE|OTHER|EXCEPT|UNCHANGED|ENABLED|DOMAIN|SUBSET|UNION|CHOOSE|LAMBDA|TRUE|FALSE|" +
    "SPECIFICATION|INIT|NEXT|INVARIANTS?|PROPERT(?:Y|IES))" + String.raw`\b`, "g");

  const coloured = (text) => {
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const found of text.matchAll(TOKENS)) {
      parts.append(text.slice(at, found.index), make(found[1] ? "i" : "b", "", found[0]));
      at = found.index + found[0].length;
    }
    parts.append(text.slice(at));
    return parts;
  };

  // A page about all claims has the texts of its modules compressed; a page about one has them as
  // they are.
  let texts = {};
  const textOf = (id) =>
    texts[id] ?? document.getElementById(id)?.querySelector("pre")?.textContent;

  const fileOf = (link) => `file:${link.textContent.replace(/:\d+$/, "")}`;

  const inflated = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  const excerpt = (link) => {
    const text = textOf(fileOf(link));
    if (text === undefined) return null;
    const [first, last, from, to] = link.dataset.lines.split(" ").map(Number);
    const lines = text.split("\n").slice(first - 1, last);
    return lines.map((text, place) => {
      const line = make("span", first + place >= from && first + place <= to ? "marked" : "");
      line.dataset.line = first + place;
      line.append(coloured(text || " "));
      return line;
    });
  };

  // ---- One counterexample to step through

  // A variable's row after a step that leaves it as it is: without the marks of the step before.
  const settled = (row) => {
    const copy = row.cloneNode(true);
    copy.classList.remove("changed");
    for (const gone of copy.querySelectorAll("del")) gone.remove();
    for (const here of copy.querySelectorAll("ins")) here.replaceWith(...here.childNodes);
    return copy;
  };

  // The page lists what each step changed, so the others are those of the state before.
  const complete = (steps) => {
    let before = [];
    for (const step of steps) {
      const state = step.querySelector(".detail > dl");
      const own = new Map([...state.children].map((row) => [row.firstChild.textContent, row]));
      const kept = before.map((row) => {
        const name = row.firstChild.textContent;
        own.get(name)?.classList.add("changed");
        const now = own.get(name) ?? settled(row);
        own.delete(name);
        return now;
      });
      before = [...kept, ...own.values()];
      state.replaceChildren(...before);
    }
  };

  class Explorer {
    constructor(trace) {
      this.trace = trace;
      this.steps = [...trace.querySelectorAll(".step")];
      complete(this.steps);
      this.changed = this.steps.map((step) => new Set(
        [...step.querySelectorAll(".changed > dt")].map((name) => name.textContent)));
      this.home = trace.querySelector(".explorer");
      this.home.classList.add("live");
      this.panel = document.getElementById("panel").content.cloneNode(true).firstElementChild;
      this.input = this.panel.querySelector("input");
      this.number = 1;
      this.makeTimeline();
      this.panel.addEventListener("click", (event) => this.click(event));
      this.input.addEventListener("input", () => { this.filter(); remember(this); });
      wide.addEventListener("change", () => this.place());
    }

    makeTimeline() {
      const dots = this.steps.map((step, place) => {
        const dot = make("button", "");
        dot.type = "button";
        // Not reached by Tab: a trace may have many, and buttons and keys lead to the same states.
        dot.tabIndex = -1;
        dot.dataset.step = place + 1;
        dot.title = step.querySelector(".tell span").textContent;
        dot.setAttribute("aria-label", `State ${place + 1}`);
        dot.classList.toggle("target", Number(this.trace.dataset.loopsTo) === place + 1);
        return dot;
      });
      this.panel.querySelector(".timeline").append(...dots);
      this.dots = dots;
    }

    click(event) {
      const button = event.target.closest("button");
      const mark = event.target.closest("[data-step]");
      if (button && button.dataset.go) this.go(button.dataset.go);
      else if (mark) this.show(Number(mark.dataset.step), true);
    }

    go(where) {
      const last = this.steps.length;
      const to = { first: 1, before: this.number - 1, next: this.number + 1, last }[where];
      this.show(Math.min(Math.max(to, 1), last), true);
    }

    show(number, tell) {
      this.number = Math.min(Math.max(number, 1), this.steps.length);
      this.steps.forEach((step, place) => {
        step.classList.toggle("current", place + 1 === this.number);
        step.classList.toggle("later", place + 1 > this.number);
        const link = step.querySelector(".tell");
        if (place + 1 === this.number) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      });
      this.dots.forEach((dot, place) => {
        dot.classList.toggle("current", place + 1 === this.number);
        dot.classList.toggle("past", place + 1 < this.number);
      });
      const top = this.panel.getBoundingClientRect().top;
      this.fill();
      this.place();
      active = this;
      if (!tell) return;
      // What the user presses stays under the finger; beside the story, the step stays in view.
      if (wide.matches) this.steps[this.number - 1].scrollIntoView({ block: "nearest" });
      else scrollBy(0, this.panel.getBoundingClientRect().top - top);
      remember(this);
    }

    fill() {
      const detail = this.steps[this.number - 1].querySelector(".detail").cloneNode(true);
      for (const row of detail.querySelectorAll(":scope > dl > div")) row.append(this.history(row));
      const now = this.panel.querySelector(".now");
      now.replaceChildren(detail);
      const where = `${this.number} of ${this.steps.length}`;
      this.panel.querySelector(".where").textContent = where;
      this.panel.querySelector(".said").textContent = `${where}: ${this.dots[this.number - 1].title}`;
      for (const button of this.panel.querySelectorAll("[data-go]")) {
        const back = button.dataset.go === "first" || button.dataset.go === "before";
        button.disabled = this.number === (back ? 1 : this.steps.length);
      }
      this.fillSource(detail.querySelector(".action a"));
      this.filter();
    }

    fillSource(link) {
      const figure = this.panel.querySelector(".source");
      const lines = link ? excerpt(link) : null;
      figure.hidden = !lines;
      if (!lines) return;
      const caption = figure.querySelector("figcaption");
      caption.replaceChildren(link.cloneNode(true));
      const code = figure.querySelector("pre");
      code.replaceChildren(...lines);
      code.scrollTop = 0;
    }

    // In which steps a variable changes, as a row of marks.
    history(row) {
      const name = row.querySelector("dt").textContent;
      const marks = make("span", "history");
      marks.setAttribute("aria-hidden", "true");
      if (this.steps.length > 40) return marks;
      marks.append(...this.changed.map((names, place) => {
        const mark = make("i", names.has(name) ? "changed" : "");
        mark.classList.toggle("current", place + 1 === this.number);
        if (names.has(name)) mark.dataset.step = place + 1;
        return mark;
      }));
      return marks;
    }

    filter() {
      const words = this.input.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
      const rows = [...this.panel.querySelectorAll(".detail > dl > div")];
      for (const row of rows) {
        const name = row.querySelector("dt").textContent.toLowerCase();
        row.hidden = words.length > 0 && !words.some((word) => name.includes(word));
      }
      this.panel.querySelector(".none")?.remove();
      if (rows.length && rows.every((row) => row.hidden)) {
        this.panel.querySelector(".detail").append(make("p", "none", "No variable has such a name."));
      }
    }

    // Beside the story where there is room, else below the step.
    place() {
      const parent = wide.matches ? this.home : this.steps[this.number - 1];
      if (this.panel.parentElement === parent) return;
      // An element that is moved loses the focus.
      const held = this.panel.contains(document.activeElement) ? document.activeElement : null;
      parent.append(this.panel);
      held?.focus({ preventScroll: true });
    }

    inView() {
      const box = this.home.getBoundingClientRect();
      return this.trace.open && box.bottom > 0 && box.top < innerHeight;
    }
  }

  const explorerOf = (trace) => {
    if (!explorers.has(trace)) explorers.set(trace, new Explorer(trace));
    return explorers.get(trace);
  };

  // ---- The place in the URL's fragment

  // replaceState, because setting location.hash would add a step to the browser's history each time
  // and call `follow`.
  const remember = (explorer) => {
    const words = explorer.input.value.trim();
    const filter = words ? `?filter=${encodeURIComponent(words)}` : "";
    const model = explorer.trace.dataset.model;
    history.replaceState(null, "", `#${encodeURI(model)}/${explorer.number}${filter}`);
  };

  // A % that starts no escape throws.
  const decoded = (text) => {
    try { return decodeURIComponent(text); } catch { return text; }
  };

  const follow = () => {
    const [path, filter] = location.hash.slice(1).split("?filter=");
    const place = decoded(path);
    const step = /^(.+)\/(\d+|trace)$/.exec(place);
    const trace = byModel.get(step ? step[1] : place);
    const isClaim = !step && document.getElementById(place)?.matches(".claim");
    if (!trace || isClaim) {
      const target = document.getElementById(place);
      if (target?.matches("details")) target.open = true;
      target?.scrollIntoView();
      return;
    }
    const explorer = explorerOf(trace);
    const moved = active !== explorer || !trace.open;
    trace.open = true;
    if (filter !== undefined) explorer.input.value = decoded(filter);
    explorer.show(step ? Number(step[2]) || 1 : explorer.number, false);
    if (moved && (wide.matches || !step)) trace.scrollIntoView();
    else if (moved) explorer.steps[explorer.number - 1].scrollIntoView();
    else explorer.steps[explorer.number - 1].scrollIntoView({ block: "nearest" });
  };

  // ---- Keys

  const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable]");

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !active || !active.inView()) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") active.input.focus();
    else if (Object.hasOwn(KEYS, event.key) && !event.shiftKey) active.go(KEYS[event.key]);
    else return;
    event.preventDefault();
  });

  document.body.classList.add("scripted");
  for (const trace of traces) {
    // Open in the HTML, for readers without JavaScript.
    trace.open = false;
    trace.querySelectorAll(".step").forEach((step, place) => {
      step.querySelector(".tell").href = `#${encodeURI(trace.dataset.model)}/${place + 1}`;
    });
    for (const link of trace.querySelectorAll(".action a:not([href])")) link.href = `#${fileOf(link)}`;
    trace.addEventListener("toggle", () => {
      if (trace.open && !trace.querySelector(".current")) explorerOf(trace).show(1, false);
      if (trace.open) active = explorerOf(trace);
    });
  }
  for (const code of document.querySelectorAll(".fault pre")) {
    code.replaceChildren(coloured(code.textContent));
  }
  const showText = (file) => {
    if (!file.open || !file.id || textOf(file.id) === undefined) return;
    if (!file.querySelector("pre")) {
      const code = make("pre", "tla");
      code.tabIndex = 0;
      file.append(code);
    }
    file.querySelector("pre").replaceChildren(coloured(textOf(file.id)));
  };
  for (const file of document.querySelectorAll(".file")) {
    file.addEventListener("toggle", () => showText(file));
  }
  const packed = document.getElementById("packed");
  if (packed) {
    inflated(packed.value).then((text) => {
      texts = JSON.parse(text);
      // What was opened meanwhile.
      document.querySelectorAll(".file[open]").forEach(showText);
      for (const explorer of explorers.values()) explorer.fill();
    });
  }
  addEventListener("hashchange", follow);
  if (location.hash) follow();
  // A page about one claim shows its first counterexample at once.
  else if (document.body.matches(".site") && traces.length) traces[0].open = true;
})();
