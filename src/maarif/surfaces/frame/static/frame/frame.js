// Small improvements; every page works without them.
"use strict";

(() => {
  const menus = () => document.querySelectorAll(".top-drop details[open]");

  // A drop-down closes when the reader turns elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once: a second press of its button does nothing until the page has answered.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  // What was picked in a list stays picked when a search draws the list anew.
  let picked = [];
  document.addEventListener("htmx:before:swap", (event) => {
    if (!event.target.closest(".search-box")) return;
    picked = [...document.querySelectorAll(".found input:checked")].map((one) => one.id);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!event.target.closest(".search-box")) return;
    for (const id of picked) {
      const again = document.getElementById(id);
      if (again) again.checked = true;
    }
  });

  // A page with errors opens at their summary (browsers that honour autofocus on it have done so already).
  const errors = document.getElementById("errors");
  if (errors && document.activeElement !== errors) errors.focus();

  // Before a session ends the reader is asked whether to stay; when it has ended the page says so.
  const session = document.getElementById("session");
  if (session) {
    const WARN_SECONDS = 300;
    const words = session.querySelector("p");
    const form = session.querySelector("form");
    const signIn = session.querySelector("a");
    let timer;
    const ask = async (options = {}) => {
      const answer = await fetch(session.dataset.ask, { headers: { Accept: "application/json" }, ...options });
      show(answer.ok ? (await answer.json()).seconds_left : 0);
    };
    const later = (seconds) => {
      clearTimeout(timer);
      timer = setTimeout(() => ask().catch(() => later(60)), Math.max(1, seconds) * 1000);
    };
    const show = (left) => {
      const soon = left <= WARN_SECONDS;
      if (session.hidden === soon || left <= 0) words.textContent = soon ? words.dataset[left > 0 ? "soon" : "over"] : "";
      session.hidden = !soon;
      form.hidden = left <= 0;
      signIn.hidden = left > 0;
      if (left > 0) later(soon ? left + 1 : left - WARN_SECONDS);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask({ method: "POST", body: new FormData(form) }).catch(() => form.submit());
    });
    later(Math.min(Number(session.dataset.seconds) - WARN_SECONDS, 900));
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  }
})();
