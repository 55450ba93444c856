/* Makes nicer what already works: menus close with Escape or a press elsewhere, an error summary takes the focus. */

const menus = document.querySelectorAll("details.menu");

addEventListener("click", ({ target }) => {
  for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false;
});

addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.querySelector("[data-focus]")?.focus();
