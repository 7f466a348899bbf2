"use strict";
// Every form here works without this script: the server then leads to the page of the job. With it,
// progress is shown in place. Texts of the server are set as text, never as markup.
(() => {
  const ACTIVE = ["waiting", "running"];

  const made = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const post = async (url, body) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    const content = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(content.error), content);
    return content;
  };

  const count = (number) => (number === null ? "" : number.toLocaleString("en-US"));

  // ---- Progress

  const stateWords = (job) => {
    const place = job.place ? `, number ${job.place} in the queue` : "";
    return `${job.state}${place}${job.reason ? `: ${job.reason}` : ""}`;
  };

  const show = (box, job) => {
    const rows = job.models.map((model) => {
      const row = made("tr");
      row.append(
        made("td", model.id),
        made("td", model.verdict || model.state),
        made("td", model.distinct === null ? "" : `${count(model.distinct)} states`, "n"));
      row.title = model.reason;
      return row;
    });
    const table = made("table");
    table.append(...rows);
    const state = made("p");
    state.setAttribute("role", "status");
    state.append(made("b", stateWords(job)));
    const parts = rows.length ? [state, table] : [state];
    if (ACTIVE.includes(job.state)) parts.push(button("Cancel", "quiet", "cancel", job, box));
    else if (job.state !== "done") parts.push(button("Start it again", "", "start", job, box));
    box.replaceChildren(...parts);
    box.hidden = false;
  };

  const button = (words, className, act, job, box) => {
    const element = made("button", words, className);
    element.type = "button";
    element.addEventListener("click", async () => {
      element.disabled = true;
      try {
        const next = await post(`/api/jobs/${job.digest}/${act}`);
        if (act === "start") location.assign(next.url);
      } catch (error) {
        box.append(made("p", `${error.message}; ${error.hint ?? ""}`));
      }
    });
    return element;
  };

  const watch = (box, digest, done) => {
    const events = new EventSource(`/api/jobs/${digest}/events`);
    events.addEventListener("job", (event) => {
      const job = JSON.parse(event.data);
      show(box, job);
      if (ACTIVE.includes(job.state)) return;
      events.close();
      if (job.state === "done") done(job);
    });
  };

  for (const box of document.querySelectorAll("[data-watch]")) {
    if (box.dataset.watch) watch(box, box.dataset.watch, () => location.reload());
  }

  // ---- Claims

  const fieldsOf = (form) => Object.fromEntries(new FormData(form));

  const say = (box, words) => {
    box.hidden = false;
    box.replaceChildren(made("p", words));
  };

  const run = async (box, request, done) => {
    try {
      const job = await post("/api/jobs", request);
      show(box, job);
      if (ACTIVE.includes(job.state)) watch(box, job.digest, done);
      else await done(job);
    } catch (error) {
      say(box, `${error.message}; ${error.hint ?? ""}`);
    }
  };

  const lead = (box, job, words = "See the result") => {
    const link = made("a", words);
    link.href = job.url;
    const line = made("p");
    line.append(link);
    box.append(line);
  };

  for (const form of document.querySelectorAll("[data-job]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const box = form.parentElement.querySelector("[data-progress]");
      const { ranges, fresh, ...rest } = fieldsOf(form);
      const request = { ...rest, ...(ranges && { ranges: [ranges] }), fresh: fresh === "on" };
      run(box, request, (job) => lead(box, job));
    });
  }

  // ---- Questions at a state of a counterexample: page.js makes the panel, so nothing is bound to it

  const modelOf = (trace) => trace.dataset.model ?? trace.id;

  // A model of the reader's own is asked about with its text, which its run keeps.
  const ownModel = async ({ run: digest, deadlock }) => {
    const [module, config] = await Promise.all(["module", "config"].map(async (name) =>
      (await fetch(`/runs/${digest}/files/${name}.txt`)).text()));
    return { kind: "own", module, config, deadlock: deadlock === "true" };
  };

  // The page of the other job has the steps; its states are those of this page, or it is shown itself.
  const takeSteps = async (job, trace, box) => {
    const text = await (await fetch(job.url)).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const same = [...page.querySelectorAll("details.trace")].find((one) => modelOf(one) === modelOf(trace));
    const theirs = [...(same?.querySelectorAll(".step") ?? [])];
    const ours = [...trace.querySelectorAll(".step")];
    if (theirs.length !== ours.length) { lead(box, job, "See the steps"); return; }
    if (!same.querySelector(".others")) { say(box, "TLC cannot tell the steps of this model apart."); return; }
    ours.forEach((step, place) => {
      step.querySelector(":scope > .detail > .others")?.remove();
      step.querySelector(":scope > .detail").append(...theirs[place].querySelectorAll(".others"));
    });
    box.hidden = true;
    trace.querySelector(".timeline .current").click();
    const others = trace.querySelector(".now details.others");
    if (others) others.open = true;
  };

  const mark = (trace) => {
    const current = trace.querySelector(".timeline .current")?.dataset.step;
    for (const row of trace.querySelectorAll(".values > [data-step]")) {
      row.classList.toggle("current", row.dataset.step === current);
    }
  };

  const showValues = async (job, questions, trace, box) => {
    const { values } = await (await fetch(`/api/jobs/${job.digest}/result`)).json();
    const list = questions.querySelector(".values");
    list.hidden = !values.values.length;
    if (values.problem) { say(box, `TLC came to no value: ${values.problem}`); return; }
    box.hidden = true;
    list.replaceChildren(...values.values.map((value, place) => {
      const row = made("div");
      row.dataset.step = place + 1;
      row.append(made("dt", `${place + 1}`), made("dd", value));
      return row;
    }));
    mark(trace);
  };

  const partsOf = (target) => {
    const questions = target.closest(".questions");
    return [questions, questions.closest(".trace"), questions.querySelector("[data-progress]")];
  };

  addEventListener("click", (event) => {
    const trace = event.target.closest?.(".trace");
    if (trace) mark(trace);
    if (!event.target.closest?.("[data-ask-steps]")) return;
    const [questions, , box] = partsOf(event.target);
    run(box, { kind: "what-if", claim: questions.dataset.claim }, (job) => takeSteps(job, trace, box));
  });
  addEventListener("keydown", () => document.querySelectorAll(".trace[open]").forEach(mark));
  addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-ask-value]")) return;
    event.preventDefault();
    const [questions, trace, box] = partsOf(event.target);
    const { expression } = fieldsOf(event.target);
    const { claim } = questions.dataset;
    const asked = claim
      ? { kind: "value", claim, model: modelOf(trace), expression }
      : { kind: "own-value", model: await ownModel(questions.dataset), expression };
    run(box, asked, (job) => showValues(job, questions, trace, box));
  });

  // ---- A model of one's own

  const own = document.querySelector("[data-own]");
  if (!own) return;
  const problems = own.querySelector("[data-problems]");
  const box = document.querySelector("[data-progress]");

  const number = (area, wrong = []) => {
    const lines = area.value.split("\n").length;
    const numbers = area.previousElementSibling;
    numbers.replaceChildren(...Array.from({ length: lines }, (_, at) => {
      const line = made(wrong.includes(at + 1) ? "b" : "span");
      line.textContent = `${at + 1}\n`;
      return line;
    }));
    numbers.scrollTop = area.scrollTop;
  };

  const goTo = (area, line) => {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  };

  const tell = (message, places = []) => {
    const list = made("ul");
    for (const place of places) {
      const area = own.elements[place.file];
      const link = made("button", `${place.file}, line ${place.line}`);
      link.type = "button";
      link.addEventListener("click", () => goTo(area, place.line));
      const item = made("li");
      item.append(link, made("span", `: ${place.message}`));
      list.append(item);
    }
    problems.replaceChildren(...(message ? [made("p", message)] : []), ...(places.length ? [list] : []));
    for (const area of own.querySelectorAll("textarea")) {
      number(area, places.filter((one) => one.file === area.name).map((one) => one.line));
    }
    if (places.length) goTo(own.elements[places[0].file], places[0].line);
  };

  const judged = async (job) => {
    const result = await (await fetch(`/api/jobs/${job.digest}/result`)).json();
    if (!result.problems.length) {
      location.assign(job.url);
      return;
    }
    box.hidden = true;
    tell("", result.problems.map((one) => ({ ...one, file: "module" })));
  };

  for (const area of own.querySelectorAll("textarea")) {
    number(area);
    area.addEventListener("input", () => number(area));
    area.addEventListener("scroll", () => { area.previousElementSibling.scrollTop = area.scrollTop; });
  }
  for (const input of own.querySelectorAll("[data-into]")) {
    input.addEventListener("change", async () => {
      const area = own.elements[input.dataset.into];
      area.value = await input.files[0].text();
      number(area);
    });
  }
  own.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("");
    const { kind, module, config, deadlock } = fieldsOf(own);
    // A form sends line ends as CR LF, and TLC's columns do not count them.
    const request = { kind, module, config, deadlock: deadlock === "on" };
    try {
      const job = await post("/api/jobs", request);
      show(box, job);
      if (ACTIVE.includes(job.state)) watch(box, job.digest, judged);
      else judged(job);
    } catch (error) {
      box.hidden = true;
      tell(error.places?.length ? "" : `${error.message}; ${error.hint ?? ""}`, error.places);
    }
  });

  const from = new URLSearchParams(location.search).get("from");
  if (from && /^[0-9a-f]{64}$/.test(from)) {
    for (const name of ["module", "config"]) {
      fetch(`/runs/${from}/files/${name}.txt`).then(async (answer) => {
        if (!answer.ok) return;
        own.elements[name].value = await answer.text();
        number(own.elements[name]);
      });
    }
  }
})();
