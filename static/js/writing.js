// Shows ideas that look like the one being written, below its title. Without this module the last look shows them.

const WAIT = 400;
const SHORTEST = 5;

const title = document.querySelector("input[name=title]");
const place = document.querySelector("[data-similar]");
let timer;
let request;

async function look() {
  request?.abort();
  const typed = title.value.trim();
  if (typed.length < SHORTEST) {
    place.replaceChildren();
    return;
  }
  request = new AbortController();
  try {
    const address = `${place.dataset.similar}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...page.body.childNodes];
    if (page.body.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...found);
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // no network: nothing to show
  }
}

title?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
});
