"use strict";
// Every page can be read without this script. It filters the list of claims, keeps what is asked
// for in the URL, and copies commands.
(() => {
  const search = document.getElementById("search");
  const tools = document.querySelector(".tools");

  // ---- The list of claims

  const FILTERS = { q: "", show: "all", group: "" };

  const asked = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(
      Object.entries(FILTERS).map(([name, usual]) => [name, given.get(name) ?? usual]));
  };

  // Left out where nothing is asked for, so that the plain list keeps its plain address.
  const address = (wanted) => {
    const given = Object.entries(wanted).filter(([name, value]) => value !== FILTERS[name]);
    const query = new URLSearchParams(given).toString();
    return `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
  };

  const fits = (row, wanted, words) =>
    (wanted.show === "all" || row.dataset.kinds.split(" ").includes(wanted.show)) &&
    (!wanted.group || row.closest(".group").dataset.group === wanted.group) &&
    words.every((word) => row.dataset.words.includes(word));

  const filterClaims = (wanted) => {
    const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll(".row")];
    for (const row of rows) row.hidden = !fits(row, wanted, words);
    for (const group of document.querySelectorAll("section.group")) {
      group.hidden = [...group.querySelectorAll(".row")].every((row) => row.hidden);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    document.getElementById("count").textContent = `${shown} of ${rows.length} claims`;
    document.getElementById("nothing").hidden = shown > 0;
    search.value = wanted.q;
    document.getElementById("group").value = wanted.group;
    for (const chip of document.querySelectorAll("[data-show]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.show === wanted.show));
    }
  };

  const ask = (change) => {
    const wanted = { ...asked(), ...change };
    history.replaceState(null, "", address(wanted));
    filterClaims(wanted);
  };

  if (tools) {
    tools.hidden = false;
    for (const chip of document.querySelectorAll("[data-show]")) {
      chip.addEventListener("click", () => ask({ show: chip.dataset.show }));
    }
    for (const link of document.querySelectorAll('.facts a[href^="?"]')) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        ask({ ...FILTERS, ...Object.fromEntries(new URLSearchParams(link.search)) });
        document.getElementById("claims").scrollIntoView();
      });
    }
    document.getElementById("group").addEventListener("change", (event) => {
      ask({ group: event.target.value });
    });
    document.getElementById("clear").addEventListener("click", () => ask(FILTERS));
    search.addEventListener("input", () => ask({ q: search.value }));
    search.form.addEventListener("submit", (event) => {
      event.preventDefault();
      document.getElementById("claims").scrollIntoView();
    });
    addEventListener("popstate", () => filterClaims(asked()));
    filterClaims(asked());
    if (asked().q && !location.hash) document.getElementById("claims").scrollIntoView();
  }

  // ---- Keys and commands

  addEventListener("keydown", (event) => {
    // A page with counterexamples has another use for this key.
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector(".trace") || event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    search.focus();
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const line = button.previousElementSibling.textContent;
    button.hidden = false;
    button.setAttribute("aria-label", `Copy: ${line}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(line);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
})();
