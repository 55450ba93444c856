/* Shows the passkey forms where the browser can use them, and says in words when the device gave no answer. */

const usable = "PublicKeyCredential" in window;

for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = !usable;
for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = usable;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
});
