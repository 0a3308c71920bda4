/* Moves between pages without loading them anew, keeps theme and language, and reads the keyboard. */
(function () {
  "use strict";

  const none = () => window.dash_clientside.no_update;

  function navigate(href) {
    const url = new URL(href, window.location.origin);
    if (url.origin !== window.location.origin) return;
    /* A link that was drawn before the language was changed must not change it back. */
    const language = new URLSearchParams(window.location.search).get("lang");
    if (language && !url.searchParams.has("lang")) url.searchParams.set("lang", language);
    window.dash_clientside.set_props("address", { pathname: url.pathname, search: url.search, hash: "" });
  }

  function parameters(search, names) {
    const all = new URLSearchParams(search || "");
    return names.map((name) => all.get(name) || "").join("|");
  }

  function pageOf(path) {
    if (path === "/") return "overview";
    if (path === "/queue" || path === "/explore" || path === "/sources") return path.slice(1);
    return /^\/case\/[^/]+$/.test(path) ? "case" : "missing";
  }

  const functions = {
    route(path, search, old) {
      const page = pageOf(path || "/");
      /* Filters of the queue change rows, not the page. */
      const state = page === "queue" ? parameters(search, ["run", "lang"]) : search || "";
      const key = path + "?" + state;
      document.body.dataset.page = page;
      if (old && old.key === key) return none();
      if (!old || old.path !== path) window.scrollTo(0, 0);
      return { path: path, search: search, key: key, page: page };
    },
    toggleTheme(_clicks, theme) {
      return theme === "dark" ? "light" : "dark";
    },
    theme(theme) {
      return theme === "dark" ? "dark" : "light";
    },
    language(state) {
      if (!state) return;
      document.documentElement.lang = state.language;
      document.title = state.title;
    },
    closeNotice() {
      return true;
    },
    help(_clicks, hidden) {
      return !hidden;
    },
    follow(click, id) {
      const point = click && click.points && click.points[0];
      if (!point || !point.customdata) return;
      window.dash_clientside.set_props(id, { clickData: null });
      navigate(point.customdata);
    },
    node(node) {
      if (!node) return none();
      const said = [node.name, node.detail].filter(Boolean).join(" · ");
      if (!/^https?:\/\//.test(node.url || "")) return said;
      return [
        said + " ",
        {
          type: "A",
          namespace: "dash_html_components",
          props: { children: node.url, href: node.url, target: "_blank", rel: "noopener noreferrer" },
        },
      ];
    },
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, { graphrisk: functions });
  window.graphrisk = { navigate: navigate };

  /* Links inside the dashboard change the address; the rest is the browser's. */
  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest && event.target.closest("a");
    /* Labels of charts are links of this page, whatever target the chart library gives them. */
    if (!link || (link.getAttribute("target") === "_blank" && !link.closest(".charts"))) return;
    const href = link.getAttribute("href") || link.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    if (!href || !href.startsWith("/") || href.startsWith("//")) return;
    event.preventDefault();
    navigate(href);
  }, true);
})();
