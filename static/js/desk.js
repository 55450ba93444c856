// The clerks' type-ahead (select2, from Django) leaves its parts without names; they take the name of their field.

const labelOf = (select) => {
  const label = select?.labels?.[0];
  if (label && !label.id) label.id = `${select.id}-label`;
  return label;
};

const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection--single:not([data-named])")) {
    const label = labelOf(box.closest(".select2-container").parentElement.querySelector("select"));
    const shown = box.querySelector(".select2-selection__rendered");
    if (!label || !shown) continue;
    box.dataset.named = "";
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  }
  // A button to clear everything stands among the list's items, where only items may stand; each item has its own.
  for (const clear of document.querySelectorAll("ul > .select2-selection__clear")) clear.remove();
  for (const field of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const list = field.getAttribute("aria-controls") ?? "";
    const opened = document.getElementById(list.replace(/^select2-|-results$/g, ""));
    const label = labelOf(opened ?? field.closest(".select2-container").parentElement?.querySelector("select"));
    if (label) field.setAttribute("aria-label", label.textContent.trim());
  }
};

new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
nameBoxes();
