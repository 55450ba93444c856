/* A button by which the visitor's own browser counts a published file again: fetches it, checks its SHA-256, lets the
   worker count and compares. All sentences come from the page (templates/components/recount.html). */

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

function counted(worker, text, onRuns) {
  return new Promise((resolve, reject) => {
    const own = new Worker(worker);
    const finish = (settle, value) => { own.terminate(); settle(value); };
    own.onerror = ({ message }) => finish(reject, new Error(message));
    own.onmessage = ({ data }) => {
      if (data.runs) onRuns(data.runs);
      else if (data.error) finish(reject, new Error(data.error));
      else finish(resolve, data.winners);
    };
    own.postMessage(text);
  });
}

async function recount({ recount: url, worker, sha256, winners, ...texts }, say) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const content = await answer.arrayBuffer();
  const secure = Boolean(globalThis.crypto?.subtle);
  if (secure && hex(await crypto.subtle.digest("SHA-256", content)) !== sha256) return [texts.changed, "changed"];
  const started = performance.now();
  const found = await counted(worker, new TextDecoder().decode(content), (runs) => say(`${texts.counting} (${runs})`));
  const seconds = ((performance.now() - started) / 1000).toLocaleString("tr", { maximumFractionDigits: 1 });
  const same = found.join() === winners;
  const sentence = (same ? texts.same : texts.differs).replace("{winners}", found.join(", ")).replace("{seconds}", seconds);
  return [secure ? sentence : `${sentence} ${texts.unchecked}`, same ? "same" : "differs"];
}

for (const button of document.querySelectorAll("[data-recount]")) {
  const status = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    delete status.dataset.outcome;
    status.textContent = button.dataset.counting;
    try {
      const [sentence, outcome] = await recount(button.dataset, (text) => { status.textContent = text; });
      status.textContent = sentence;
      status.dataset.outcome = outcome;
    } catch (error) {
      status.textContent = `${button.dataset.failed} (${error.message})`;
      status.dataset.outcome = "failed";
    }
    button.removeAttribute("aria-disabled");
  });
}
