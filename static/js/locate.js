// A button that writes where the visitor stands into the field of the point. Nothing is sent until the form is.

const PLACES = 5; // about a metre, what is stored
const WAIT = 15_000;

for (const box of document.querySelectorAll("[data-locate]")) {
  // Without a secure address browsers do not tell where they are: then the button stays away.
  if (!isSecureContext || !("geolocation" in navigator)) continue;
  const field = document.getElementById(box.dataset.locate);
  const [button, status] = [box.querySelector("button"), box.querySelector("[role=status]")];
  box.hidden = false;

  const write = ({ coords }) => {
    field.value = `${coords.latitude.toFixed(PLACES)}, ${coords.longitude.toFixed(PLACES)}`;
    status.textContent = `${box.dataset.found} ${Math.round(coords.accuracy)}`;
  };
  const fail = (error) => {
    status.textContent = error.code === error.PERMISSION_DENIED ? box.dataset.denied : box.dataset.failed;
  };
  button.addEventListener("click", () => {
    status.textContent = box.dataset.asking;
    navigator.geolocation.getCurrentPosition(write, fail, { enableHighAccuracy: true, timeout: WAIT });
  });
}
