// Keys of the desk: j and k go through the list, Enter opens, c claims or puts back, x chooses. Everything works without them.
(() => {
  const rows = [...document.querySelectorAll(".inbox > li")];
  const links = rows.map((row) => row.querySelector("h3 a"));
  const typing = (where) => where.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    if (event.key === "j" || event.key === "k") {
      if (!rows.length) return;
      const next = event.key === "j" ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0);
      links[next].focus();
      event.preventDefault();
    } else if (event.key === "x" && here >= 0) {
      rows[here].querySelector("input[type=checkbox]").click();
    } else if (event.key === "c") {
      const scope = here >= 0 ? rows[here] : rows.length ? null : document;
      const button = scope && scope.querySelector("button[value=claim], button[value=unclaim]");
      if (button) button.click();
    }
  });
})();
