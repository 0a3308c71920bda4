/* Parts of Explore that know nothing of what is drawn: elements of plain values, and pictures to keep. */
(function () {
  "use strict";

  const TAGS = new Set(["a", "button", "details", "div", "h3", "li", "ol", "p", "span", "strong", "summary", "ul"]);
  const ATTRIBUTES = /^(class|href|lang|rel|role|target|title|type|data-[a-z]+|aria-[a-z]+)$/;

  /* Elements of plain values: text is text, and links lead to pages only. */
  function build(parts, into) {
    parts.forEach(function (part) {
      if (!Array.isArray(part)) { into.append(String(part)); return; }
      if (!TAGS.has(part[0])) return;
      const made = document.createElement(part[0]);
      Object.entries(part[1]).forEach(function ([name, value]) {
        if (!ATTRIBUTES.test(name)) return;
        if (name === "href" && !/^(https?:\/\/|\/(?!\/))/.test(value)) return;
        made.setAttribute(name, value);
      });
      build(part.slice(2), made);
      into.append(made);
    });
  }

  function download(name, url) {
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  function saveImage(sent) {
    if (!sent) return;
    const picture = new Image();
    const address = URL.createObjectURL(new Blob([sent.svg], { type: "image/svg+xml" }));
    picture.onload = function () {
      /* A canvas of more than some 16,000 pixels a side is refused by browsers. */
      const scale = Math.min(2, 12000 / Math.max(picture.width, picture.height));
      const sheet = document.createElement("canvas");
      sheet.width = Math.round(picture.width * scale);
      sheet.height = Math.round(picture.height * scale);
      sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
      URL.revokeObjectURL(address);
      sheet.toBlob(function (blob) {
        const made = URL.createObjectURL(blob);
        download(sent.name, made);
        window.setTimeout(() => URL.revokeObjectURL(made), 5000);
      }, "image/png");
    };
    picture.src = address;
  }

  /* Where something stands in the way that passes, the page is asked for once more, unless somebody writes. */
  let waitingAgain = null;
  function askAgain() {
    window.clearTimeout(waitingAgain);
    waitingAgain = window.setTimeout(function () {
      if (!document.querySelector("#explore-empty [data-again]")) return;
      if (document.body.dataset.page !== "explore" || document.querySelector("#explore-search").value) askAgain();
      else window.location.reload();
    }, 5000);
  }

  Object.assign(window.dash_clientside.graphrisk, { askAgain: askAgain, build: build, saveImage: saveImage });
})();
