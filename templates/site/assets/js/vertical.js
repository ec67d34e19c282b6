/* The strip of vertical columns: wheel and keys go along it, addresses with # lead to their column. */
(function () {
  "use strict";
  var strip = document.querySelector(".md-container");
  if (!strip) return;
  strip.tabIndex = 0;

  function room(distance) {
    return distance > 0 ? strip.scrollWidth - strip.clientWidth - strip.scrollLeft > 1 : strip.scrollLeft > 1;
  }

  strip.addEventListener("wheel", function (event) {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    var inner = event.target.closest(".md-typeset__scrollwrap, pre");
    if (inner && inner.scrollHeight > inner.clientHeight + 1) return;
    if (!room(event.deltaY)) return;
    strip.scrollLeft += event.deltaY * (event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? strip.clientWidth : 1);
    event.preventDefault();
  }, { passive: false });

  // Reading goes down and then to the right: down, right, page down and space all lead on
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog, .md-header")) return;
    if (event.key === " " && event.target.closest("a, button, summary, label")) return;
    var page = strip.clientWidth * 0.85;
    var step = { ArrowDown: 60, ArrowRight: 60, ArrowUp: -60, ArrowLeft: -60, PageDown: page, PageUp: -page,
      " ": event.shiftKey ? -page : page, Home: -strip.scrollWidth, End: strip.scrollWidth }[event.key];
    if (!step || !room(step)) return;
    strip.scrollLeft += step;
    event.preventDefault();
  });

  function jump() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && strip.contains(target)) strip.scrollLeft += target.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
  }
  addEventListener("hashchange", jump);
  addEventListener("load", jump);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(jump);
})();
