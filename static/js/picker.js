// Turns the two-step neighbourhood picker into a type-ahead (ARIA 1.2 combobox with a list, manual selection).
// Without this module, or when the suggestions cannot be fetched, the two lists stay and work.

const WAIT = 180;
const SHORTEST = 2;

class Picker {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.steps = root.querySelector("[data-steps]");
    [this.district, this.select] = this.steps.querySelectorAll("select");
    root.append(root.querySelector("template").content.cloneNode(true));
    this.box = root.querySelector(".picker-box");
    this.input = this.box.querySelector("input");
    this.list = this.box.querySelector("ul");
    this.status = root.querySelector("[role=status]");
    this.back = root.querySelector("button[type=button]");
    this.active = -1;
    this.label = this.select.value ? this.input.value : "";
    this.listen();
    this.takeOver();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
    this.back.addEventListener("click", () => this.giveBack(true));
  }

  // The visible control carries the field's id, so that labels and the error summary lead to it.
  takeOver() {
    const wasFocused = this.steps.contains(document.activeElement);
    this.input.id = this.select.id;
    this.box.querySelector("label").htmlFor = this.input.id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    this.select.removeAttribute("id");
    this.steps.hidden = true;
    this.district.disabled = true;
    if (wasFocused) this.input.focus();
  }

  giveBack(focus) {
    clearTimeout(this.timer);
    this.request?.abort();
    this.select.id = this.input.id;
    this.district.disabled = false;
    this.steps.hidden = false;
    this.box.remove();
    this.back.remove();
    if (focus) this.district.focus();
  }

  typed() {
    if (this.input.value !== this.label) this.select.value = "";
    clearTimeout(this.timer);
    this.request?.abort();
    const query = this.input.value.trim();
    if (query.length < SHORTEST) {
      this.close();
      this.say("");
      return;
    }
    this.timer = setTimeout(() => this.fetch(query), WAIT);
  }

  async fetch(query) {
    this.request = new AbortController();
    try {
      const address = `${this.texts.url}?${new URLSearchParams({ q: query })}`;
      const answer = await fetch(address, { signal: this.request.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.giveBack(document.activeElement === this.input);
      this.say(this.texts.failed);
    }
  }

  show({ results, more }) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...results.map((place, index) => this.option(place, index)));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(results.length > 0);
    if (!results.length) this.say(this.texts.none);
    else this.say(`${this.texts.found}: ${results.length}. ${more ? this.texts.more : this.texts.keys}`);
  }

  option(place, index) {
    const option = document.createElement("li");
    const district = document.createElement("span");
    district.className = "muted small";
    district.textContent = place.district;
    option.append(`${place.name} `, district);
    option.id = `${this.list.id}_${index}`;
    option.role = "option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.id = place.id;
    option.dataset.label = `${place.name}, ${place.district}`;
    return option;
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (this.list.children.length) this.open(true);
      else this.typed();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const options = [...this.list.children];
    options[this.active]?.setAttribute("aria-selected", "false");
    const start = this.active < 0 && step < 0 ? 0 : this.active;
    this.active = (start + step + options.length) % options.length;
    const option = options[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    this.label = option.dataset.label;
    this.input.value = this.label;
    this.select.replaceChildren(new Option(this.label, option.dataset.id, true, true));
    this.list.replaceChildren();
    this.close();
    this.say(`${this.texts.chosen}: ${this.label}`);
    this.input.removeAttribute("aria-invalid");
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.open(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  say(sentence) {
    this.status.textContent = sentence;
  }
}

for (const root of document.querySelectorAll("[data-picker]")) new Picker(root);
