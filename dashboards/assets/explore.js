/* Explore: draws what the server sends without moving what is there, and reads mouse and keyboard. */
(function () {
  "use strict";

  const PAGE = "explore";
  let graph = null;
  let picked = null;
  let litPath = null;
  let waitingTime = null;
  /* The years that the reader chose and that no answer has confirmed yet. */
  let chosenTime = null;
  let focusWanted = false;

  const byId = (id) => document.getElementById(id);
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function drawing() {
    const box = byId("explore-network");
    return (box && box._cyreg && box._cyreg.cy) || null;
  }

  function command(values) {
    set("explore-command", { data: Object.assign({ at: Date.now() }, values) });
  }

  /* What a screen reader says; the same words twice are said again only when they change. */
  function say(text) {
    const place = byId("explore-said");
    if (place) place.textContent = text;
  }

  function element(cy, id) {
    return cy.getElementById(id);
  }

  function list() {
    Object.entries(graph.lists).forEach(function ([id, parts]) {
      const place = byId(id);
      const all = document.createDocumentFragment();
      window.dash_clientside.graphrisk.build(parts, all);
      if (place) place.replaceChildren(all);
    });
  }

  function draw() {
    const cy = drawing();
    if (!cy) {
      window.setTimeout(draw, 60);
      return;
    }
    listen(cy);
    const box = byId("explore-canvas");
    if (!box.clientWidth) {
      /* Not in view: drawn when it comes into view, or never where there is nothing to draw. */
      if (graph.nodes.length && document.body.dataset.page === PAGE) window.setTimeout(draw, 60);
      else cy.elements().remove();
      return;
    }
    cy.resize();
    const wanted = new Map();
    graph.nodes.concat(graph.edges).forEach((one) => wanted.set(one.data.id, one));
    const before = cy.nodes().length;
    let fresh = cy.collection();
    cy.batch(function () {
      cy.elements().filter((one) => !wanted.has(one.id())).remove();
      graph.nodes.forEach(function (one) {
        const node = element(cy, one.data.id);
        if (node.empty()) {
          fresh = fresh.union(cy.add({ group: "nodes", data: one.data, classes: one.classes, position: Object.assign({}, one.position) }));
        } else {
          node.data(one.data);
          node.classes(one.classes);
          const at = node.position();
          if (Math.round(at.x) !== one.position.x || Math.round(at.y) !== one.position.y) move(node, one.position, before);
        }
      });
      graph.edges.forEach(function (one) {
        const edge = element(cy, one.data.id);
        if (edge.empty()) cy.add({ group: "edges", data: one.data, classes: one.classes });
        else { edge.data(one.data); edge.classes(one.classes); }
      });
    });
    fade(graph.window, graph.strict);
    if (fresh.nonempty() || cy.nodes().length !== before) look(cy, before === 0);
    if (picked && element(cy, picked).nonempty()) mark(cy, picked);
    else pick(null);
    if (litPath) light(litPath);
    if (focusWanted) box.focus();
    focusWanted = false;
    box.dataset.drawn = String(graph.steps);
  }

  function move(node, place, before) {
    if (calm() || !before) node.position(place);
    else node.animate({ position: place, duration: 250 });
  }

  /* Nothing moves; where something new lies outside, the picture is made smaller. */
  function look(cy, first) {
    const all = cy.elements(":visible");
    if (all.empty()) return;
    const box = all.boundingBox();
    const seen = cy.extent();
    const inside = box.x1 >= seen.x1 && box.x2 <= seen.x2 && box.y1 >= seen.y1 && box.y2 <= seen.y2;
    if (first || !inside) fit(cy, !first);
  }

  function fit(cy, slowly) {
    show(cy, cy.elements(":visible"), slowly);
  }

  /* As large as fits, but never so large that few nodes look like much. */
  function show(cy, what, slowly) {
    const box = what.boundingBox();
    const room = 36;
    const level = Math.max(cy.minZoom(), Math.min(1.2, (cy.width() - 2 * room) / box.w, (cy.height() - 2 * room) / box.h));
    const pan = { x: cy.width() / 2 - (level * (box.x1 + box.x2)) / 2, y: cy.height() / 2 - (level * (box.y1 + box.y2)) / 2 };
    if (slowly && !calm()) cy.animate({ zoom: level, pan: pan, duration: 250 });
    else cy.viewport({ zoom: level, pan: pan });
  }

  function fade(years, strict) {
    const cy = drawing();
    if (!cy) return;
    const first = years[0] === null ? -Infinity : years[0];
    const last = years[1] === null ? Infinity : years[1];
    cy.batch(function () {
      cy.elements().removeClass("outside gone");
      const out = cy.edges().filter(function (edge) {
        return edge.data("first") !== null && (edge.data("last") < first || edge.data("first") > last);
      });
      out.addClass(strict ? "gone" : "outside");
      cy.nodes().filter(function (node) {
        const ties = node.connectedEdges();
        return ties.nonempty() && ties.difference(out).empty();
      }).addClass(strict ? "gone" : "outside");
    });
  }

  /* The slider follows the picture, but an answer to an earlier choice does not take back a later one. That it
     is set here and not by the server's answer lets it be moved while an answer is waited for. */
  function moveSlider() {
    if (!graph.span) return;
    const now = chosenTime && chosenTime.seen !== JSON.stringify([graph.window, graph.strict]) &&
      Date.now() - chosenTime.at < 20000;
    if (now) {
      fade(chosenTime.years, chosenTime.strict);
      return;
    }
    chosenTime = null;
    const first = graph.span[0], last = graph.span[1];
    set("explore-time", {
      min: first,
      max: Math.max(last, first + 1),
      value: [graph.window[0] === null ? first : graph.window[0], graph.window[1] === null ? last : graph.window[1]],
    });
    set("explore-strict", { checked: graph.strict });
  }

  function mark(cy, id) {
    cy.batch(function () {
      cy.nodes(":selected").unselect();
      cy.edges(".near").removeClass("near");
      const node = element(cy, id);
      node.select();
      node.connectedEdges().addClass("near");
    });
    document.querySelectorAll("[data-node]").forEach(function (row) {
      row.classList.toggle("current", row.dataset.node === id);
    });
  }

  function pick(id, quiet) {
    const cy = drawing();
    picked = id;
    if (!cy) return;
    if (id === null) {
      cy.nodes(":selected").unselect();
      cy.edges(".near").removeClass("near");
    } else {
      const node = element(cy, id);
      if (node.empty()) return;
      mark(cy, id);
      const place = node.renderedPosition();
      if (place.x < 30 || place.y < 30 || place.x > cy.width() - 30 || place.y > cy.height() - 30) cy.center(node);
      say(node.data("says"));
      if (!quiet) set("explore-tabs", { value: "node" });
    }
    set("explore-picked", { data: id === null ? null : { id: id } });
  }

  function light(place) {
    const cy = drawing();
    if (!cy || !graph) return;
    litPath = place;
    const ids = place === null ? null : new Set(graph.paths[Number(place)] || []);
    cy.batch(function () {
      cy.elements().removeClass("lit dimmed");
      if (!ids || !ids.size) return;
      cy.elements().forEach((one) => one.addClass(ids.has(one.id()) ? "lit" : "dimmed"));
    });
    document.querySelectorAll("[data-path]").forEach(function (row) {
      row.setAttribute("aria-pressed", String(row.dataset.path === place));
    });
    if (ids && ids.size) {
      const lit = cy.elements(".lit");
      show(cy, lit, true);
    }
  }

  function expand(id) {
    if (!id) return;
    if (id.startsWith("group:")) command({ do: "open", group: id.slice(6) });
    else byId("explore-expand").click();
  }

  function pin(id) {
    const cy = drawing();
    const node = id && cy ? element(cy, id) : null;
    if (!node || node.empty() || id.startsWith("group:")) return;
    if (node.hasClass("pinned")) command({ do: "unpin", node: id });
    else {
      const at = node.position();
      command({ do: "pin", node: id, x: Math.round(at.x), y: Math.round(at.y) });
    }
  }

  function listen(cy) {
    if (cy.scratch("_graphrisk")) return;
    cy.scratch("_graphrisk", true);
    cy.on("tap", "node", (event) => pick(event.target.id()));
    cy.on("tap", function (event) {
      if (event.target === cy) { pick(null); light(null); }
    });
    cy.on("dbltap", "node", (event) => { pick(event.target.id()); window.setTimeout(() => expand(event.target.id()), 350); });
    cy.on("grab", "node", (event) => event.target.scratch("_from", Object.assign({}, event.target.position())));
    cy.on("free", "node", function (event) {
      const node = event.target;
      const from = node.scratch("_from");
      const at = node.position();
      if (!from || Math.hypot(at.x - from.x, at.y - from.y) < 4) return;
      if (node.id().startsWith("group:")) { node.position(from); return; }
      command({ do: "pin", node: node.id(), x: Math.round(at.x), y: Math.round(at.y) });
    });
    cy.on("mouseover", "node", (event) => { byId("explore-canvas").title = event.target.data("says"); });
    cy.on("mouseout", () => { byId("explore-canvas").title = ""; });
    cy.on("mouseover", "edge", (event) => event.target.addClass("named"));
    cy.on("mouseout", "edge", (event) => event.target.removeClass("named"));
    window.addEventListener("resize", () => cy.resize());
  }

  const TURNS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

  /* The nearest neighbour in the direction of the key; where there is none, the nearest node. */
  function step(key) {
    const cy = drawing();
    if (!cy || cy.nodes(":visible").empty()) return;
    const here = picked ? element(cy, picked) : cy.collection();
    if (here.empty()) { pick(cy.nodes(":visible")[0].id(), true); return; }
    const best = nearest(here, here.neighborhood("node:visible"), TURNS[key]) || nearest(here, cy.nodes(":visible"), TURNS[key]);
    if (best) pick(best.id(), true);
  }

  function nearest(here, nodes, turn) {
    const from = here.position();
    let best = null;
    let least = Infinity;
    nodes.forEach(function (node) {
      if (node.id() === here.id()) return;
      const at = node.position();
      const far = Math.hypot(at.x - from.x, at.y - from.y);
      let off = Math.abs(Math.atan2(at.y - from.y, at.x - from.x) - turn);
      if (off > Math.PI) off = 2 * Math.PI - off;
      if (off > Math.PI / 3) return;
      const cost = far * (1 + 1.5 * off);
      if (cost < least) { least = cost; best = node; }
    });
    return best;
  }

  function onCanvas(event) {
    const cy = drawing();
    if (event.key in TURNS) step(event.key);
    else if (event.key === "Enter") expand(picked);
    else if (event.key === "Escape") { light(null); pick(null); say(""); }
    else if (event.key === "h" || event.key === "Delete") { if (picked) byId("explore-hide").click(); }
    else if (event.key === "p") pin(picked);
    else if (event.key === "0") { if (cy) fit(cy, true); }
    else if (event.key === "+" || event.key === "-") {
      if (cy) cy.zoom({ level: cy.zoom() * (event.key === "+" ? 1.25 : 0.8), renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    } else return false;
    return true;
  }

  function amongResults(event) {
    const rows = Array.from(document.querySelectorAll("#explore-results .result"));
    const place = rows.indexOf(document.activeElement);
    const field = byId("explore-search");
    if (event.key === "Escape") { clearSearch(); field.focus(); return true; }
    if (!rows.length) return false;
    if (event.key === "ArrowDown") { rows[Math.min(place + 1, rows.length - 1)].focus(); return true; }
    if (event.key === "ArrowUp") { (place > 0 ? rows[place - 1] : field).focus(); return true; }
    if (event.key === "Enter" && document.activeElement === field) { rows[0].click(); return true; }
    return false;
  }

  function clearSearch() {
    set("explore-search", { value: "" });
    set("explore-results", { children: null });
  }

  document.addEventListener("keydown", function (event) {
    if (document.body.dataset.page !== PAGE || event.defaultPrevented) return;
    const field = event.target.closest("input, textarea, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && !field && (event.key === "z" || event.key === "Z" || event.key === "y")) {
      byId(event.key === "z" && !event.shiftKey ? "explore-undo" : "explore-redo").click();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const done = event.target.closest(".finder") ? amongResults(event) : event.target.id === "explore-canvas" ? onCanvas(event) : false;
    if (!done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", function (event) {
    if (document.body.dataset.page !== PAGE) return;
    if (event.target.closest("#explore-attached a")) set("explore-dialog", { opened: false });
    const found = event.target.closest("[data-add], [data-node], [data-open], [data-path], #explore-pin, #explore-link");
    if (!found) {
      if (!event.target.closest(".finder")) set("explore-results", { children: null });
      return;
    }
    if (found.dataset.add) {
      const cy = drawing();
      if (found.classList.contains("result")) clearSearch();
      picked = found.dataset.add;
      if (cy && graph && element(cy, picked).nonempty()) {
        pick(picked);
        byId("explore-canvas").focus();
      } else {
        /* The picture may not be there yet, and what cannot be seen takes no focus. */
        focusWanted = true;
        command({ do: "add", node: picked });
      }
    } else if (found.dataset.node) {
      pick(found.dataset.node, true);
      byId("explore-canvas").focus();
    } else if (found.dataset.open) command({ do: "open", group: found.dataset.open });
    else if (found.dataset.path) light(litPath === found.dataset.path ? null : found.dataset.path);
    else if (found.id === "explore-pin") pin(picked);
    else copyLink(found);
  });

  function copyLink(button) {
    const done = () => { button.classList.add("done"); window.setTimeout(() => button.classList.remove("done"), 1500); };
    navigator.clipboard.writeText(window.location.href).then(done, function () { window.prompt("", window.location.href); });
  }

  Object.assign(window.dash_clientside.graphrisk, {
    drawGraph(sent) {
      if (!sent) return;
      /* A link to paths opens with them in words beside the picture. */
      if (!graph && sent.paths.length) set("explore-tabs", { value: "paths" });
      graph = sent;
      if (!sent.paths.length) litPath = null;
      list();
      draw();
      moveSlider();
    },
    keepTime(value, strict) {
      if (!graph || !graph.span || !value) return;
      const years = [value[0] <= graph.span[0] ? null : value[0], value[1] >= graph.span[1] ? null : value[1]];
      const label = byId("explore-time-label");
      if (label && label.textContent) label.textContent = label.textContent.replace(/\d+(\D+)\d+/, value[0] + "$1" + value[1]);
      const seen = JSON.stringify([years, strict]);
      fade(years, strict);
      window.clearTimeout(waitingTime);
      chosenTime = null;
      if (seen === JSON.stringify([graph.window, graph.strict])) return;
      chosenTime = { seen: seen, years: years, strict: strict, at: Date.now() };
      waitingTime = window.setTimeout(function () {
        command({ do: "time", since: years[0], until: years[1], strict: strict });
      }, 500);
    },
    fitGraph() {
      const cy = drawing();
      if (cy) fit(cy, true);
    },
  });
})();
