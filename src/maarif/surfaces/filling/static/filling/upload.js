// Files are sent as soon as they are chosen, with a bar that says how far; the page works without this.
"use strict";

(() => {
  const prepare = () => {
    const form = document.querySelector("form[data-upload]");
    if (!form) return;
    const words = form.querySelector(".upload-state p");
    const bar = form.querySelector("progress");
    for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const camera of form.querySelectorAll(".camera")) camera.hidden = !matchMedia("(pointer: coarse)").matches;

    const say = (text, busy) => {
      words.textContent = text;
      words.classList.toggle("ds-validation-message", Boolean(text) && !busy);
      bar.hidden = !busy;
      for (const button of form.querySelectorAll("button")) button.disabled = busy;
    };

    // What the server answered takes the place of the page, errors and all.
    const show = (request, chosen) => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.getElementById("main");
      if (!main) return say(form.dataset.failed, false);
      document.title = page.title;
      document.getElementById("main").replaceWith(document.adoptNode(main));
      prepare();
      const errors = document.getElementById("errors");
      if (errors) errors.focus();
      else (document.getElementById(`added-${chosen.name}`) || document.getElementById(chosen.name)).scrollIntoView({ block: "nearest" });
    };

    const send = (chosen) => {
      const body = new FormData(form);
      body.set("then", "stay");
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => {
        const percent = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
        bar.value = percent;
        say(percent < 100 ? form.dataset.sending.replace("{percent}", `${percent} %`) : form.dataset.checking, true);
      });
      request.addEventListener("load", () => show(request, chosen));
      for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => say(form.dataset.failed, false));
      say(form.dataset.sending.replace("{percent}", "0 %"), true);
      request.open("POST", form.action);
      request.send(body);
    };

    for (const field of form.querySelectorAll("input[type=file]")) {
      field.addEventListener("change", () => {
        const heavy = [...field.files].find((file) => file.size > Number(field.dataset.mostBytes));
        if (heavy) {
          say(field.dataset.tooLarge.replace("{name}", heavy.name), false);
          field.value = "";
        } else if (field.files.length) send(field);
      });
    }
  };
  prepare();
})();
