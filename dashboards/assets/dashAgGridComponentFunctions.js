/* Cells of the queue. All values are set as text, never as markup. */
(function () {
  "use strict";
  const make = (...parts) => window.React.createElement(...parts);
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  cells.GraphriskLevel = function (props) {
    return make(
      "span",
      { className: "level level-" + props.data.levelName },
      make("span", { className: "shape", "aria-hidden": true }, props.data.shape),
      props.data.levelWord
    );
  };

  cells.GraphriskQuestion = function (props) {
    return make("a", { href: props.data.href, tabIndex: -1, className: "lines" }, props.value);
  };

  cells.GraphriskPerson = function (props) {
    return make(
      "div",
      { className: "stack" },
      make("div", null, props.value || "–"),
      make("div", { className: "beneath" }, props.data.role)
    );
  };

  cells.GraphriskText = function (props) {
    return make("span", { className: "lines" }, props.value);
  };

  cells.GraphriskDate = function (props) {
    return make("span", null, props.data.newestWord || "–");
  };

  cells.GraphriskDays = function (props) {
    return make("span", null, props.data.daysLeftWord || "–");
  };

  cells.GraphriskState = function (props) {
    return make("span", { className: "state state-" + props.data.stateName }, props.value);
  };

  cells.GraphriskGroup = function (props) {
    return make(
      "div",
      { className: "group-row" },
      make("strong", null, props.data.application),
      make("span", { className: "title" }, props.data.title),
      make("span", { className: "count" }, String(props.data.count))
    );
  };

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  functions.graphriskTheme = function (theme) {
    return theme.withParams({
      fontFamily: ["Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo", "system-ui"],
      fontSize: 13,
      headerFontSize: 12.5,
      headerFontWeight: 600,
      spacing: 6,
      backgroundColor: "var(--surface)",
      foregroundColor: "var(--ink)",
      headerBackgroundColor: "var(--page)",
      headerTextColor: "var(--quiet)",
      borderColor: "var(--line)",
      wrapperBorderRadius: 6,
      accentColor: "var(--accent)",
      rowHoverColor: "var(--hover)",
      selectedRowBackgroundColor: "var(--chosen)",
      browserColorScheme: "inherit",
    });
  };

  function follow(params) {
    const column = params.column && params.column.getColId();
    if (params.data && params.data.href && !String(column).startsWith("ag-Grid-")) {
      window.graphrisk.navigate(params.data.href);
    }
  }

  functions.graphriskClicked = function (params) {
    const event = params.event;
    if (event && (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey)) return;
    follow(params);
  };

  functions.graphriskKey = function (params) {
    if (params.event && params.event.key === "Enter") follow(params);
  };
})();
