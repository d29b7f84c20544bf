// Says on the page, in its language, why a passkey was not made or not confirmed.
"use strict";

document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-fault");
  if (!place) return;
  event.preventDefault();
  const unsafe = !navigator.credentials || event.detail.exception?.name === "SecurityError";
  const known = event.detail.exception?.name === "InvalidStateError";
  place.querySelector("p").textContent = place.dataset[unsafe ? "unsafe" : known ? "known" : "refused"];
  place.hidden = false;
  place.focus();
});
