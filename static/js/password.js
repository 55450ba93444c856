/* A button below each password field that shows what was typed. */

for (const field of document.querySelectorAll("input[data-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link reveal";
  const say = () => {
    button.textContent = field.type === "password" ? field.dataset.show : field.dataset.hide;
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
  say();
  field.after(button);
}
