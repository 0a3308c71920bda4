/* The keyboard: / search, j k next and previous, o open, 1-5 decide, g q queue, g o overview,
   g e explore, g s sources, ? help. */
(function () {
  "use strict";

  let waiting = null;

  function click(selector) {
    const found = document.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  }

  function writing(target) {
    return target.closest && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  }

  function move(step) {
    if (document.body.dataset.page === "case") return click(step > 0 ? "#next-question" : "#previous-question");
    if (document.body.dataset.page !== "queue") return false;
    return window.dash_ag_grid.getApiAsync("queue-grid").then(function (grid) {
      const focused = grid.getFocusedCell();
      const row = focused ? focused.rowIndex + step : 0;
      if (row < 0 || row >= grid.getDisplayedRowCount()) return;
      grid.ensureIndexVisible(row);
      grid.setFocusedCell(row, "question");
    });
  }

  function open() {
    if (document.body.dataset.page !== "queue") return;
    window.dash_ag_grid.getApiAsync("queue-grid").then(function (grid) {
      const focused = grid.getFocusedCell();
      const row = grid.getDisplayedRowAtIndex(focused ? focused.rowIndex : 0);
      if (row && row.data && row.data.href) window.graphrisk.navigate(row.data.href);
    });
  }

  function decide(number) {
    const choices = document.querySelectorAll("#decision-choices input");
    if (document.body.dataset.page !== "case" || !choices[number - 1]) return;
    if (!choices[number - 1].checked) choices[number - 1].click();
    document.getElementById("decision-reason").focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      const help = document.getElementById("help");
      if (help && !help.hidden) window.dash_clientside.set_props("help", { hidden: true });
      else if (writing(event.target)) event.target.blur();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "decision-reason") {
      event.preventDefault();
      /* The text reaches the page's state first. */
      event.target.blur();
      window.setTimeout(() => click("#decision-record"), 50);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const pair = waiting === "g" ? "g" + event.key : null;
    waiting = event.key === "g" ? "g" : null;
    if (pair === "gq") click("#tabs a:nth-of-type(3)");
    else if (pair === "go") click("#tabs a:nth-of-type(2)");
    else if (pair === "ge") click("#tabs a:nth-of-type(4)");
    else if (pair === "gs") click("#tabs a:nth-of-type(5)");
    else if (event.key === "/") document.getElementById(document.body.dataset.page === "explore" ? "explore-search" : "search").focus();
    else if (event.key === "?") click("#help-open");
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "o") open();
    else if (/^[1-5]$/.test(event.key)) decide(Number(event.key));
    else return;
    event.preventDefault();
  });
})();
