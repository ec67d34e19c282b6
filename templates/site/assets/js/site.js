/* Small comforts; every page reads well without them: search dialog, menus by keyboard, the present section. */
(function () {
  "use strict";
  var here = document.currentScript.src.replace(/site\.js.*$/, "");
  function one(selector) { return document.querySelector(selector); }

  /* Menus: a real button in place of the label that works without script; languages close when one looks elsewhere. */
  var drawer = one("[data-yz-drawer]"), toggle = document.getElementById("__drawer");
  if (drawer && toggle) {
    drawer.hidden = false;
    one(".md-header label[for=__drawer]").hidden = true;
    drawer.addEventListener("click", function () { toggle.click(); });
    toggle.addEventListener("change", function () { drawer.setAttribute("aria-expanded", String(toggle.checked)); });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && toggle.checked) { toggle.click(); drawer.focus(); }
    });
  }
  var languages = one("[data-yz-languages]");
  if (languages) {
    document.addEventListener("click", function (event) { if (!languages.contains(event.target)) languages.open = false; });
    languages.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && languages.open) { languages.open = false; languages.querySelector("summary").focus(); }
    });
    // The same section in the other language: headings have the same ids everywhere
    languages.addEventListener("toggle", function () {
      languages.querySelectorAll("a").forEach(function (link) { link.hash = location.hash; });
    });
  }

  /* The section that is being read, in the list of contents: the last one whose heading has passed the header. */
  var contents = Array.prototype.slice.call(document.querySelectorAll(".md-nav--secondary .md-nav__link[href^='#']"));
  var headings = contents.map(function (link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); });
  var waiting = false;
  function follow() {
    waiting = false;
    var current = 0;
    headings.forEach(function (heading, number) { if (heading && heading.getBoundingClientRect().top < 120) current = number; });
    contents.forEach(function (link, number) {
      link.classList.toggle("md-nav__link--active", number === current);
      if (number === current) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current");
    });
  }
  if (contents.length) {
    addEventListener("scroll", function () { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
    follow();
  }

  /* A table that is wider than the screen can be moved by keyboard. */
  document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (wide) {
    if (wide.scrollWidth > wide.clientWidth || wide.scrollHeight > wide.clientHeight + 1) wide.tabIndex = 0;
  });

  /* An address may point into something that is folded away. */
  function unfold() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var folded = target && target.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();

  /* Search: engine and index are scripts, because a page on a disk may load scripts but may not fetch. */
  var button = one("[data-yz-search]"), dialog = document.getElementById("search");
  if (!button || !dialog || !dialog.showModal) return;
  var input = document.getElementById("search-query"), list = document.getElementById("search-results");
  var status = document.getElementById("search-status"), loading = null;

  function script(address) {
    return new Promise(function (done, fail) {
      var element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = function () { element.remove(); fail(new Error(address)); };
      document.head.append(element);
    });
  }

  function load() {
    if (!loading) {
      loading = Promise.all([script(here + "search-engine.js"), script(here + "../search-index.js")])
        .then(function () { return self.YingzhiSearch.create(self.YINGZHI_SEARCH_INDEX); });
      loading.catch(function () { loading = null; });
    }
    return loading;
  }

  function marked(tag, text, spans) {
    var element = document.createElement(tag), at = 0;
    spans.forEach(function (span) {
      if (span[0] < at) return;
      var mark = document.createElement("mark");
      mark.textContent = text.slice(span[0], span[1]);
      element.append(text.slice(at, span[0]), mark);
      at = span[1];
    });
    element.append(text.slice(at));
    return element;
  }

  function shown(hit) {
    var item = document.createElement("li"), link = document.createElement("a");
    link.href = hit.address;
    if (hit.page !== hit.title) {
      var page = document.createElement("small");
      page.textContent = hit.page;
      link.append(page);
    }
    link.append(marked("strong", hit.title, hit.titleMarks), marked("span", hit.excerpt, hit.excerptMarks));
    item.append(link);
    return item;
  }

  function run() {
    var query = input.value;
    load().then(function (search) {
      if (query !== input.value) return;                               // a newer keystroke won
      var hits = search(query);
      list.textContent = "";
      hits.forEach(function (hit) { list.append(shown(hit)); });
      status.textContent = !query.trim() ? "" : hits.length ? dialog.dataset.found.replace("{n}", hits.total) : dialog.dataset.none;
    }, function () { status.textContent = dialog.dataset.failed; });
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
    load().catch(function () {});
  }

  button.hidden = false;
  button.addEventListener("click", open);
  dialog.querySelector("[data-yz-close]").addEventListener("click", function () { dialog.close(); });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  // `input` also comes from paste, dictation, handwriting and on-screen keyboards, where no key goes up
  input.addEventListener("input", function (event) { if (!event.isComposing) run(); });
  input.addEventListener("compositionend", run);
  input.form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.click();
  });
  document.addEventListener("keydown", function (event) {
    var writing = event.target.closest && event.target.closest("input, textarea, select");
    if ((event.key === "/" && !writing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); open(); }
    if (!dialog.open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    var stops = [input].concat(Array.prototype.slice.call(list.querySelectorAll("a")));
    var next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });
})();
