/* Counts a published election file in the visitor's browser, as a worker of recount.js. Exact like the portal's count:
   money is a BigInt over one common denominator; floating point only sieves, with proven bounds, and whatever the bounds
   cannot tell apart is compared exactly. */
"use strict";

const ROUNDING = 2 ** -52;
const WIDTH = 1e6; // above every score
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };
const smaller = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const cross = (a, b) => smaller(a[0] * b[1], b[0] * a[1]);

/** a / b as a float, correct to the last bits, for BigInts of any length. */
function quotient(a, b) {
  const shift = Math.max(a.toString(16).length, b.toString(16).length) * 4 - 1000;
  if (shift <= 0) return Number(a) / Number(b);
  const bits = BigInt(Math.max(0, a.toString(16).length * 4 - b.toString(16).length * 4 - 64));
  const up = bits ? 0n : 128n;
  return Number((a << up) / b) / 2 ** Number(up);
}

// --- reading ---

function rowsOf(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += sign; at++; } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === ";") { row.push(cell); cell = ""; }
    else if (sign === "\n") { row.push(cell); rows.push(row); row = []; cell = ""; }
    else if (sign !== "\r") cell += sign;
  }
  if (cell || row.length) { row.push(cell); rows.push(row); }
  return rows.filter((cells) => cells.some((each) => each.trim()));
}

function decimals(text) {
  if (!/^\d+([.,]\d+)?$/.test(text)) throw new Error(`sayı değil: ${text}`);
  return (text.split(/[.,]/)[1] ?? "").replace(/0+$/, "").length;
}

function whole(text, places) {
  const [left, right = ""] = text.split(/[.,]/);
  return BigInt(left + right.slice(0, places).padEnd(places, "0"));
}

function sections(text) {
  const found = {};
  let part = null;
  for (const row of rowsOf(text)) {
    const word = row[0].trim();
    if (["META", "PROJECTS", "VOTES"].includes(word) && row.filter((each) => each.trim()).length === 1) {
      part = found[word] = { header: null, rows: [] };
    } else if (!part) throw new Error("META bölümü bekleniyordu");
    else if (!part.header) part.header = Object.fromEntries(row.map((name, place) => [name.trim(), place]));
    else part.rows.push(row);
  }
  for (const name of ["META", "PROJECTS", "VOTES"]) if (!found[name]) throw new Error(`${name} bölümü yok`);
  return found;
}

function parse(text) {
  const { META, PROJECTS, VOTES } = sections(text);
  const meta = Object.fromEntries(META.rows.map(([key, value = ""]) => [key.trim(), value.trim()]));
  const field = (row, header, name) => (row[header[name]] ?? "").trim();
  const raw = PROJECTS.rows.map((row) => Object.fromEntries(
    ["project_id", "cost", "lot", "conflicts_with"].map((name) => [name, field(row, PROJECTS.header, name)])));
  const places = Math.max(decimals(meta.budget), decimals(meta.step || "1"), ...raw.map((project) => decimals(project.cost)));
  const index = new Map(raw.map((project, place) => [project.project_id, place]));
  const election = {
    meta, places, budget: whole(meta.budget, places), voters: VOTES.rows.length,
    projects: raw.map(({ project_id: id, cost, lot }) => ({ id, cost: whole(cost, places), lot: lot ? Number(lot) : null })),
    conflicts: raw.map(() => new Set()), excluded: new Set(),
  };
  raw.forEach((project, place) => {
    for (const rival of project.conflicts_with.split(",").filter(Boolean)) {
      election.conflicts[place].add(index.get(rival.trim()));
      election.conflicts[index.get(rival.trim())].add(place);
    }
  });
  group(election, VOTES, index, field);
  if ((meta.num_votes && Number(meta.num_votes) !== election.voters) || index.size !== raw.length) {
    throw new Error("dosyadaki sayılar birbirini tutmuyor");
  }
  const least = Number(meta.minimum_votes || 0);
  election.supports.forEach((support, place) => { if (support.people < least) election.excluded.add(place); });
  return election;
}

/** Equal ballots are one group, since their voters always hold equal money; then turned by project. */
function group(election, { rows, header }, index, field) {
  const kind = election.meta.vote_type;
  const groups = new Map();
  let longest = Number(election.meta.max_length || 0), scale = 0;
  for (const row of rows) {
    const key = field(row, header, "vote") + (kind === "cumulative" ? `;${field(row, header, "points")}` : "");
    groups.set(key, (groups.get(key) ?? 0) + 1);
    longest = Math.max(longest, field(row, header, "vote").split(",").length);
  }
  const points = (key) => (key.split(";")[1] ?? "").split(",").filter(Boolean).map((each) => each.trim());
  if (kind === "cumulative") for (const key of groups.keys()) for (const each of points(key)) scale = Math.max(scale, decimals(each));
  const turned = election.projects.map(() => ({ groups: [], scores: [], voters: [] }));
  election.groups = groups.size;
  [...groups].forEach(([key, voters], number) => {
    const given = points(key);
    key.split(";")[0].split(",").filter((id) => id.trim()).forEach((id, place) => {
      const project = index.get(id.trim());
      if (project === undefined) throw new Error(`bilinmeyen proje: ${id}`);
      const score = kind === "cumulative" ? Number(whole(given[place], scale)) : kind === "ordinal" ? longest - place : 1;
      if (!score) return;
      if (!(score < WIDTH)) throw new Error("puan çok büyük ya da eksik");
      turned[project].groups.push(number);
      turned[project].scores.push(score);
      turned[project].voters.push(voters);
    });
  });
  election.supports = turned.map(({ groups: own, scores, voters }) => ({
    groups: Int32Array.from(own), scores: Float64Array.from(scores), voters: Float64Array.from(voters),
    total: scores.reduce((sum, score, place) => sum + score * voters[place], 0),
    uniform: scores.every((score) => score === scores[0]),
    people: voters.reduce((sum, each) => sum + each, 0),
  }));
}

// --- ties and greedy ---

function tieOrder(election) {
  const order = (election.meta.tie_order || "cost,votes,id").split(",").map((each) => each.trim());
  const compare = {
    cost: (a, b) => smaller(election.projects[a].cost, election.projects[b].cost),
    votes: (a, b) => election.supports[b].total - election.supports[a].total,
    lot: (a, b) => election.projects[a].lot - election.projects[b].lot,
    id: (a, b) => smaller(election.projects[a].id, election.projects[b].id),
  };
  return (a, b) => { for (const name of [...order, "id"]) { const way = compare[name](a, b); if (way) return way; } return 0; };
}

const costOf = (election, chosen) => chosen.reduce((sum, each) => sum + election.projects[each].cost, 0n);

function blockedBy(election, chosen) {
  const blocked = new Set(election.excluded);
  for (const each of chosen) for (const rival of election.conflicts[each]) blocked.add(rival);
  return blocked;
}

function greedy(election, ties, perCost, taken = []) {
  const { projects, supports } = election;
  const density = (place) => (projects[place].cost ? [BigInt(supports[place].total), projects[place].cost] : [1n, 0n]);
  const better = (a, b) => (perCost ? cross(density(b), density(a)) : supports[b].total - supports[a].total);
  const free = (place) => projects[place].cost === 0n && perCost;
  const order = projects.map((_, place) => place).sort((a, b) => free(b) - free(a) || better(a, b) || ties(a, b));
  const chosen = [...taken];
  let left = election.budget - costOf(election, chosen);
  for (const place of order) {
    if (chosen.includes(place) || projects[place].cost > left || blockedBy(election, chosen).has(place)) continue;
    chosen.push(place);
    left -= projects[place].cost;
  }
  return chosen;
}

// --- equal shares ---

class Run {
  constructor(election, [numerator, denominator], costUtility) {
    Object.assign(this, { election, denominator, costUtility, spent: 0n });
    this.exact = [0n, numerator]; // class 0 has nothing left
    this.rounded = [0, quotient(numerator, denominator)];
    this.classes = new Int32Array(election.groups).fill(1);
    this.counted = new Float64Array(1024);
  }

  /** Supporters with money left, as [class, score, voters], the poorest per point first (but for roundings). */
  holders(number) {
    const { groups, scores, voters, uniform } = this.election.supports[number];
    const found = new Map();
    if (this.counted.length < this.exact.length) this.counted = new Float64Array(2 * this.exact.length);
    const touched = [];
    for (let at = 0; at < groups.length; at++) {
      const own = this.classes[groups[at]];
      if (!own) continue;
      if (uniform) {
        if (!this.counted[own]) touched.push(own);
        this.counted[own] += voters[at];
      } else {
        const key = own * WIDTH + scores[at];
        const known = found.get(key);
        if (known) known[2] += voters[at]; else found.set(key, [own, scores[at], voters[at]]);
      }
    }
    const list = uniform ? touched.map((own) => [own, scores[0], this.counted[own]]) : [...found.values()];
    for (const own of touched) this.counted[own] = 0;
    return list.sort((a, b) => this.rounded[a[0]] / a[1] - this.rounded[b[0]] / b[1]);
  }

  utility(number) { return this.costUtility ? this.election.projects[number].cost || 1n : 1n; }

  /** Bounds of the price of a unit of utility; the same reasoning as `estimate` of the portal's count. */
  estimate(number) {
    const held = this.holders(number);
    const cost = Number(this.election.projects[number].cost);
    const slack = (2 * held.length + 16) * ROUNDING;
    let total = 0, left = 0;
    for (const [own, score, voters] of held) { total += this.rounded[own] * voters; left += score * voters; }
    if (total < cost * (1 - 4 * slack)) return [Infinity, Infinity];
    if (total <= cost * (1 + 4 * slack)) return this.exactBounds(number);
    let paid = 0;
    for (const [own, score, voters] of held) {
      const rest = cost - paid;
      if (this.rounded[own] / score * left >= rest) {
        const error = rest > 0 ? 4 * slack * (1 + cost / rest) : Infinity;
        if (error > 1e-6) break;
        const price = rest / left / Number(this.utility(number));
        return [price * (1 - error), price * (1 + error)];
      }
      paid += this.rounded[own] * voters;
      left -= score * voters;
    }
    return this.exactBounds(number);
  }

  exactBounds(number) {
    const rho = this.rho(number);
    if (!rho) return [Infinity, Infinity];
    const price = quotient(rho[0], rho[1]);
    return [price * (1 - 8 * ROUNDING), price * (1 + 8 * ROUNDING)];
  }

  /** Exact price of a point as [numerator, denominator]; null if the supporters cannot pay. */
  price(number) {
    const held = this.holders(number).map(([own, score, voters]) => [this.exact[own], BigInt(score), BigInt(voters)]);
    held.sort((a, b) => smaller(a[0] * b[1], b[0] * a[1]));
    let rest = this.election.projects[number].cost * this.denominator;
    let points = held.reduce((sum, [, score, voters]) => sum + score * voters, 0n);
    for (const [money, score, voters] of held) {
      if (money * points >= rest * score) return [rest, points * this.denominator];
      rest -= money * voters;
      points -= score * voters;
    }
    return null;
  }

  rho(number) {
    const price = this.price(number);
    return price && [price[0], price[1] * this.utility(number)];
  }

  winners(ties, stopAbove) {
    const chosen = [];
    let waiting = this.election.projects.map((_, place) => [0, place])
      .filter(([, place]) => this.election.supports[place].total && !this.election.excluded.has(place));
    for (;;) {
      const [best, still] = this.best(waiting, ties);
      if (best === null) return chosen;
      chosen.push(best);
      this.buy(best);
      waiting = still.filter(([, place]) => !this.election.conflicts[best].has(place));
      if (stopAbove !== undefined && this.spent > stopAbove) return chosen;
    }
  }

  /** A price never falls while money is spent, so an old lower bound still holds and most projects need no look. */
  best(waiting, ties) {
    waiting.sort((a, b) => a[0] - b[0]);
    const looked = [];
    let ceiling = Infinity, at = 0;
    for (; at < waiting.length && waiting[at][0] <= ceiling; at++) {
      const [low, high] = this.estimate(waiting[at][1]);
      if (low === Infinity) continue;
      looked.push([low, waiting[at][1]]);
      ceiling = Math.min(ceiling, high);
    }
    const close = looked.filter(([low]) => low <= ceiling).map(([, place]) => [place, null]);
    if (!close.length) return [null, []];
    if (close.length > 1) {
      for (const each of close) each[1] = this.rho(each[0]);
      close.sort((a, b) => cross(a[1], b[1]) || ties(a[0], b[0]));
    }
    const best = close[0][0];
    return [best, [...looked, ...waiting.slice(at)].filter(([, place]) => place !== best)];
  }

  buy(number) {
    let [numerator, divisor] = this.price(number);
    const common = gcd(numerator, divisor) || 1n;
    [numerator, divisor] = [numerator / common, divisor / common];
    this.spent += this.election.projects[number].cost;
    const factor = divisor / gcd(this.denominator, divisor);
    if (factor > 1n) {
      const live = new Uint8Array(this.exact.length);
      for (const own of this.classes) live[own] = 1;
      this.exact = this.exact.map((value, own) => (live[own] ? value * factor : 0n));
      this.denominator *= factor;
    }
    const perPoint = numerator * (this.denominator / divisor);
    const { groups, scores, uniform } = this.election.supports[number];
    const target = uniform ? new Int32Array(this.exact.length).fill(-1) : new Map(), opened = new Map();
    for (let at = 0; at < groups.length; at++) {
      const own = this.classes[groups[at]];
      if (!own) continue;
      const key = uniform ? own : own * WIDTH + scores[at];
      let next = uniform ? target[key] : target.get(key) ?? -1;
      if (next < 0) {
        next = this.open(this.exact[own] - perPoint * BigInt(scores[at]), opened);
        if (uniform) target[key] = next; else target.set(key, next);
      }
      this.classes[groups[at]] = next;
    }
  }

  open(value, opened) {
    if (value <= 0n) return 0;
    if (!opened.has(value)) {
      opened.set(value, this.exact.push(value) - 1);
      this.rounded.push(quotient(value, this.denominator));
    }
    return opened.get(value);
  }
}

function equalShares(election, ties, progress) {
  const { meta, budget, projects } = election;
  const costUtility = meta.rule === "mes_cost", completion = meta.completion || "none";
  const voters = BigInt(election.voters || 1);
  const step = whole(meta.step || "1", election.places) * voters;
  let numerator = budget;
  const run = (share) => new Run(election, [share, voters], costUtility).winners(ties, budget);
  let best = run(numerator), runs = 1;
  const finished = () => {
    const blocked = blockedBy(election, best);
    const rest = projects.map((_, place) => place)
      .filter((place) => election.supports[place].total && !best.includes(place) && !blocked.has(place));
    const left = budget - costOf(election, best);
    return !rest.length || (completion !== "add1x" && rest.every((place) => projects[place].cost > left));
  };
  while (completion.startsWith("add1") && !finished()) {
    numerator += step;
    const next = run(numerator);
    progress(++runs);
    if (costOf(election, next) > budget) break;
    best = next;
  }
  return ["util", "add1u"].includes(completion) ? greedy(election, ties, false, best) : best;
}

/** Return the ids of the winners in the order of selection. */
function recount(text, progress = () => {}) {
  const election = parse(text);
  const { rule, step, completion } = election.meta;
  if (!["greedy_votes", "greedy_per_cost", "mes_cost", "mes_card"].includes(rule)) throw new Error(`bilinmeyen kural: ${rule}`);
  if (!["", "none", "util", "add1", "add1u", "add1x"].includes(completion ?? "")) throw new Error(`bilinmeyen: ${completion}`);
  if (step && whole(step, election.places) === 0n) throw new Error("adım geçersiz");
  const ties = tieOrder(election);
  const chosen = rule.startsWith("mes") ? equalShares(election, ties, progress) : greedy(election, ties, rule === "greedy_per_cost");
  return chosen.map((place) => election.projects[place].id);
}

onmessage = ({ data }) => {
  try {
    postMessage({ winners: recount(data, (runs) => postMessage({ runs })) });
  } catch (error) {
    postMessage({ error: error.message });
  }
};
