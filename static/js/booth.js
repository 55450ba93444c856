/* The ballot becomes lively: a running total, a search among the projects, buttons that put a project in a rank.
   Everything is counted again by the server; without this script the review page says the same. */

const form = document.querySelector("form.vote");
const bar = form.querySelector(".tally");
const output = bar.querySelector("output");
const lines = [...form.querySelectorAll(".vote-line")];
const { kind } = form.dataset;
const number = (name) => Number(form.dataset[name] || 0);
const spoken = new Intl.NumberFormat(document.documentElement.lang || "tr");
const words = (name, values = {}) =>
  (output.dataset[`words${name}`] || "").replace(/\{(\w+)\}/g, (_whole, key) => spoken.format(values[key]));

/** What is chosen now: how many, and how much of the limit they use up. */
function chosen() {
  if (kind === "points") {
    const given = lines.map((line) => Number(line.querySelector("input").value) || 0);
    return { count: given.filter((points) => points > 0).length, used: given.reduce((sum, points) => sum + points, 0) };
  }
  if (kind === "ranking") {
    const count = ranks().filter((select) => select.value).length;
    return { count, used: count };
  }
  const ticked = lines.filter((line) => line.querySelector("input").checked);
  const cost = ticked.reduce((sum, line) => sum + Number(line.dataset.cost), 0);
  return { count: ticked.length, used: kind === "knapsack" ? cost : ticked.length };
}

function ranks() {
  return [...form.querySelectorAll(".ranks select")];
}

/** Money in the page is kuruş; people read lira. */
function inWords(amount) {
  return kind === "knapsack" ? amount / 100 : amount;
}

function tell() {
  const { count, used } = chosen();
  const limit = kind === "knapsack" ? number("limit") : kind === "points" ? number("total") : number("most");
  const parts = [words("Count", { count })];
  if (kind === "knapsack") parts.push(words("Sum", { sum: inWords(used) }));
  if (kind === "points") parts.push(words("Points", { sum: used }));
  const isOver = used > limit;
  parts.push(isOver ? words("Over", { over: inWords(used - limit) }) : words("Left", { left: inWords(limit - used) }));
  output.textContent = parts.join(" · ");
  bar.classList.toggle("is-over", isOver);
}

let waiting;
function tellSoon() {
  clearTimeout(waiting); // one sentence for the screen reader, not one for each key
  waiting = setTimeout(tell, 150);
}

/** Turkish folding: "isik" finds "Işık". */
function fold(text) {
  return text.toLocaleLowerCase("tr").replaceAll("ı", "i").normalize("NFD").replace(/\p{M}/gu, "");
}

function addSearch() {
  const tools = form.querySelector(".vote-tools");
  const box = tools.querySelector("input");
  const status = tools.querySelector("p");
  const texts = lines.map((line) => fold(line.textContent));
  tools.hidden = false;
  box.addEventListener("input", () => {
    const wanted = fold(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    lines.forEach((line, place) => {
      line.hidden = !wanted.every((word) => texts[place].includes(word));
      shown += line.hidden ? 0 : 1;
    });
    status.textContent = shown ? "" : status.dataset.none;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // searching is not reviewing
  });
}

/** Ranking: each project gets a button that puts it into the first free rank, or takes it out again. */
function addRankButtons() {
  const { add, remove } = form.querySelector(".ranks").dataset;
  for (const line of lines) {
    if (line.classList.contains("is-gone")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-ghost btn-small";
    line.querySelector("details").before(button);
    const rankOf = () => ranks().findIndex((select) => select.value === line.dataset.number);
    const show = () => {
      const rank = rankOf();
      button.textContent = rank < 0 ? add : remove.replace("{rank}", rank + 1);
      button.setAttribute("aria-label", `${button.textContent}: ${line.querySelector("h2").textContent}`);
    };
    button.addEventListener("click", () => {
      const rank = rankOf();
      const free = ranks().find((select) => !select.value);
      if (rank >= 0) ranks()[rank].value = "";
      else if (free) free.value = line.dataset.number;
      form.dispatchEvent(new Event("change"));
    });
    form.addEventListener("change", show);
    show();
  }
}

form.addEventListener("input", tellSoon);
form.addEventListener("change", tellSoon);
addSearch();
if (kind === "ranking") addRankButtons();
tell();
