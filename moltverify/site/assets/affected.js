"use strict";
// Judges a version by the record inside the page, by the rules of moltverify/conformance/affected.py.
(() => {
  const record = JSON.parse(document.getElementById("record").textContent);
  const input = document.getElementById("version");
  const GOOD = ["holds", "stricter"];
  const HEADS = [
    ["laxer", "Does not hold"], ["unknown", "Unknown"], ["stricter", "Holds, and the code is stricter"],
    ["holds", "Holds"],
  ];

  // ---- The order of versions: numbers, then before, at or after the release, then its numbers

  const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);

  const key = (version) => {
    const cut = version.indexOf("-");
    const rest = cut < 0 ? "" : version.slice(cut + 1);
    const rank = rest === "" ? 0 : /[A-Za-z]/.test(rest) ? -1 : 1;
    return [numbers(cut < 0 ? version : version.slice(0, cut)), [rank], numbers(rest)];
  };

  const compareLists = (one, other) => {
    for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
      if (one[at] !== other[at]) return one[at] - other[at];
    }
    return one.length - other.length;
  };

  const compare = (one, other) => {
    const [left, right] = [key(one), key(other)];
    for (let at = 0; at < 3; at += 1) {
      const found = compareLists(left[at], right[at]);
      if (found) return found;
    }
    return 0;
  };

  const versionOf = (label) => label.slice(label.lastIndexOf("@") + 1);

  // ---- One claim in one version

  const timelineOf = (claim) => claim.runs.flatMap((run) =>
    record.releases.slice(run.first, run.first + run.count).map((label) => ({ label, run })));

  const agreed = (before, after) => {
    if (!before) return { answer: "unknown", says: after ? "older than all releases on record" : "nothing on record" };
    const near = [before, after].filter(Boolean);
    const answers = near.map((one) => one.run.answer);
    if (!answers.includes("unknown") && new Set(answers).size === 1) return { answer: answers[0], says: "" };
    if (answers.every((one) => GOOD.includes(one))) return { answer: "holds", says: "" };
    if (!answers.includes("unknown")) return { answer: "unknown", says: "its neighbours differ" };
    return { answer: "unknown", says: near.map((one) => `${one.label}: ${one.run.status}`).join("; ") };
  };

  const judge = (claim, version) => {
    const timeline = timelineOf(claim);
    const own = timeline.find((one) => versionOf(one.label) === version);
    if (own) return { answer: own.run.answer, says: "", by: [], near: [own] };
    const before = timeline.filter((one) => compare(versionOf(one.label), version) <= 0).at(-1);
    const after = timeline.find((one) => compare(versionOf(one.label), version) > 0);
    const near = [before, after].filter(Boolean);
    return { ...agreed(before, after), by: near.map((one) => one.label), near };
  };

  const isOpen = (advisory, version) => compare(advisory.fixed, version) > 0;

  // ---- The page

  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const item = (claim, judgement, version) => {
    const found = make("li");
    const link = make("a", claim.title);
    link.href = claim.page;
    const head = make("h3");
    head.append(link);
    found.append(head);
    if (judgement.by.length) {
      found.append(make("p", `Judged by ${judgement.by.map(versionOf).join(" and ")}.`, "soft"));
    }
    const places = GOOD.includes(judgement.answer) ? []
      : [...new Set(judgement.near.flatMap((one) => one.run.reasons))];
    if (judgement.says) found.append(make("p", judgement.says, "soft"));
    for (const place of places) found.append(make("p", record.reasons[place]));
    for (const one of claim.advisories.filter((advisory) => isOpen(advisory, version))) {
      found.append(make("p", `${one.id}: ${one.title}, fixed in ${one.fixed}, which is later.`));
    }
    return found;
  };

  const answer = (version) => {
    const place = document.getElementById("answer");
    place.replaceChildren();
    if (!version) return;
    if (!/^\d/.test(version)) {
      place.append(make("p", `“${version}” is not a version such as ${input.dataset.newest}.`, "sum bad"));
      return;
    }
    const judged = record.claims.map((claim) => [claim, judge(claim, version)]);
    const count = (kinds) => judged.filter(([, one]) => kinds.includes(one.answer)).length;
    const laxer = count(["laxer"]);
    place.append(make("p",
      `Of ${judged.length} claims, ${laxer} are known not to hold in ${version}, ` +
      `${count(GOOD)} are known to hold, and of ${count(["unknown"])} it cannot be told.`,
      laxer ? "sum bad" : "sum"));
    if (!record.releases.some((label) => versionOf(label) === version)) {
      place.append(make("p", "This version is not on record, so its neighbours count.", "soft"));
    }
    for (const [kind, words] of HEADS) {
      const found = judged.filter(([, one]) => one.answer === kind);
      if (!found.length) continue;
      const list = make("ul", "", "answers");
      list.append(...found.map(([claim, one]) => item(claim, one, version)));
      place.append(make("h2", `${words} (${found.length})`), list);
    }
  };

  const cleaned = (text) => text.trim().replace(/^.*@/, "").replace(/^v/, "").split("+")[0];

  input.dataset.newest = versionOf(record.releases.at(-1));
  document.getElementById("ask").hidden = false;
  document.getElementById("ask").addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const version = cleaned(input.value);
    const query = version ? `?version=${encodeURIComponent(version)}` : "";
    history.replaceState(null, "", `${location.pathname}${query}`);
    answer(version);
  });
  input.value = new URLSearchParams(location.search).get("version") ?? input.dataset.newest;
  answer(cleaned(input.value));
})();
