/* Search without a server: a scan over the texts of the sections, from file:// too.
 *
 * One normalisation serves texts and queries, so the two can never disagree; what is special to a language comes
 * with the index (generator/website/search_rules.yml). No inverted index: the texts are needed for the excerpts
 * anyway, and at this size a scan takes milliseconds. */
(function (root) {
  "use strict";

  var WORD = /[\p{L}\p{M}\p{N}]/u;
  var COMPATIBLE = /[\ufb50-\ufdff\ufe70-\ufefc\uff00-\uffef]/;      // NFKC elsewhere would reorder the Kazakh hamza
  // Soft hyphen, vowel marks and tatweel, Mongolian selectors, NNBSP before its suffixes, joiners, bidi controls
  var IGNORED = /[\u00ad\u0640\u064b-\u065f\u0670\u180a-\u180f\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff]/;
  var RUNNING = /[\u3400-\u9fff\uf900-\ufaff\ua000-\ua4cf]|[\ud840-\ud8ff]/;   // Han and Yi: words are not separated
  var HANGUL = /[\uac00-\ud7a3]/;
  var ZEROS = [0x30, 0x660, 0x6f0, 0xf20, 0x1810, 0xff10];
  var GROUPING = /[,，٬'\u00a0\u2009\u202f]/;
  var SPACES = /[ \t\r\n\u00a0\u3000\u0f0d\u0f0e]+/;                // not \s: U+202F ties a Mongolian ending to its word

  function digit(char) {
    var code = char ? char.charCodeAt(0) : 0;
    for (var zero of ZEROS) if (code >= zero && code < zero + 10) return String(code - zero);
    return "";
  }

  function isDigit(char) { return char >= "0" && char <= "9"; }

  /* The number that starts at `start`: its plain digits and its length. 20,000 and ༢༠༠༠༠ are 20000, 2.5万 is 25000. */
  function readNumber(source, start, tenThousand) {
    var at = start, value = "";
    for (;;) {
      var figure = digit(source[at]);
      if (figure) { value += figure; at++; continue; }
      var grouped = GROUPING.test(source[at] || "") && digit(source[at + 1]) && digit(source[at + 2]) &&
        digit(source[at + 3]) && !digit(source[at + 4]);
      if (grouped) { at++; continue; }
      if (/[.．]/.test(source[at] || "") && digit(source[at + 1]) && value.indexOf(".") < 0) { value += "."; at++; continue; }
      break;
    }
    var after = source.slice(at).match(/^ ?(\S)/);
    if (after && tenThousand.indexOf(after[1]) >= 0 && Number(value) < 1e6) {
      return { value: String(Math.round(Number(value) * 10000)), length: at + after[0].length - start };
    }
    return { value: value, length: at - start };
  }

  /* A function from text to {text: " word word ", at: offset in the source of each unit of `text`}. */
  function normaliser(rules) {
    var fold = new Map((rules.fold || []).map(function (pair) { return [pair[0], pair.slice(1)]; }));
    var drop = rules.drop || "";
    var tenThousand = rules.ten_thousand || [];
    var particles = rules.particles || [];
    var known = new Map();

    function letter(char) {
      if (IGNORED.test(char) || drop.indexOf(char) >= 0) return "";
      if (fold.has(char)) return fold.get(char);
      return WORD.test(char) ? char : " ";
    }

    function plain(char) {
      if (!known.has(char)) {
        var compatible = COMPATIBLE.test(char) ? char.normalize("NFKC") : char;
        known.set(char, Array.from(compatible.toLowerCase(), letter).join(""));
      }
      return known.get(char);
    }

    function withoutParticles(text, at) {
      var kept = " ", keptAt = [0], from = 1;
      text.slice(1).split(" ").forEach(function (word) {
        if (!word) return;
        var particle = particles.find(function (p) { return word.length > p.length + 1 && word.endsWith(p); }) || "";
        for (var i = 0; i < word.length - particle.length; i++) { kept += word[i]; keptAt.push(at[from + i]); }
        from += word.length + 1;
        kept += " ";
        keptAt.push(at[from - 1]);
      });
      keptAt.push(at[at.length - 1]);
      return { text: kept, at: keptAt };
    }

    return function (source) {
      var text = " ", at = [0];
      function put(string, offset) {
        for (var i = 0; i < string.length; i++) {
          var last = text[text.length - 1], unit = string[i];
          if (unit === " " && last === " ") continue;
          if (unit !== " " && last !== " " && unit !== "." && last !== "." && isDigit(unit) !== isDigit(last)) {
            text += " ";                                             // 20元 is two words, and so is ༢༠ཉིན
            at.push(offset);
          }
          text += unit;
          at.push(offset);
        }
      }
      for (var i = 0; i < source.length;) {
        if (digit(source[i])) {
          var number = readNumber(source, i, tenThousand);
          put(number.value, i);
          i += number.length;
          if (number.value.length && !digit(source[i - 1])) put(" ", i);
        } else {
          var char = String.fromCodePoint(source.codePointAt(i));
          put(plain(char), i);
          i += char.length;
        }
      }
      put(" ", source.length);
      at.push(source.length);
      return particles.length ? withoutParticles(text, at) : { text: text, at: at };
    };
  }

  /* Best occurrence of `needle` in `hay`: {at, length, quality, count}, or null. Quality 1 is a whole word, .75 a
   * beginning, .6 the inside of a word; Han and Yi have no word ends, so there any occurrence counts as whole. */
  function occurrence(hay, needle, options) {
    var best = null, count = 0;
    var running = RUNNING.test(needle[0]), inside = running || (options.inside && HANGUL.test(needle[0]));
    for (var at = hay.indexOf(needle); at >= 0 && count < 20; at = hay.indexOf(needle, at + 1)) {
      var starts = hay[at - 1] === " ", end = at + needle.length, ends = hay[end] === " ";
      if (!starts && !inside) continue;
      if (options.whole && !ends && !(options.tails.indexOf(hay[end]) >= 0 && hay[end + 1] === " ")) continue;
      count++;
      var quality = running || (starts && ends) ? 1 : starts ? 0.75 : 0.6;
      if (!best || quality > best.quality) best = { at: at, length: needle.length, quality: quality };
    }
    if (best) best.count = count;
    return best;
  }

  /* Chinese text by pinyin: whole syllables, initials, or both mixed. `table` maps readings to characters. */
  function pinyinFinder(table) {
    var readings = new Map();
    Object.keys(table).forEach(function (reading) {
      Array.from(table[reading]).forEach(function (char) {
        if (!readings.has(char)) readings.set(char, []);
        readings.get(char).push(reading);
      });
    });
    // The best way to spell hay[at...] with `rest`: characters used, and whether every syllable was spelt out.
    function spell(hay, at, rest, full) {
      if (!rest) return { length: 0, full: full };
      var best = null;
      (readings.get(hay[at]) || []).forEach(function (reading) {
        var steps = [];
        if (rest.startsWith(reading)) steps.push([reading.length, full]);
        else if (reading.startsWith(rest) && rest.length > 1) steps.push([rest.length, full]);   // still typing
        if (reading[0] === rest[0] && reading.length > 1) steps.push([1, false]);
        if (/^[zcs]h/.test(rest) && reading.startsWith(rest.slice(0, 2))) steps.push([2, false]);
        steps.forEach(function (step) {
          var tail = spell(hay, at + 1, rest.slice(step[0]), step[1]);
          if (tail && (!best || tail.full > best.full)) best = { length: tail.length + 1, full: tail.full };
        });
      });
      return best;
    }
    return function (hay, query, isTitle) {
      var best = null;
      for (var at = 0; at < hay.length; at++) {
        var hit = readings.has(hay[at]) ? spell(hay, at, query, true) : null;
        if (!hit || (!hit.full && query.length < 3 && !isTitle)) continue;   // two initials mean too much in a long text
        if (hit.length < 2 && query.length < 3) continue;
        if (!best || (hit.full && best.quality < 0.7)) {
          best = { at: at, length: hit.length, quality: hit.full ? 0.7 : 0.4, count: 1 };
        }
        if (best.quality === 0.7) break;
      }
      return best;
    };
  }

  /* index: {rules, pages: [[address, title]], sections: [[page, id, title, text]], pinyin?} */
  function create(index) {
    var rules = index.rules, normalise = normaliser(rules);
    var least = rules.least || 3, tails = rules.tails || [];
    var suffixes = (rules.suffixes || []).map(function (s) { return normalise(s).text.trim(); });
    var sounds = new Map((rules.sounds || []).map(function (pair) { return [pair[0], pair.slice(1)]; }));
    var byPinyin = index.pinyin ? pinyinFinder(index.pinyin) : null;
    var sections = index.sections.map(function (row, order) {
      var title = row[2] || index.pages[row[0]][1];
      return { order: order, page: row[0], id: row[1], title: title, text: row[3],
        fields: [normalise(title).text, normalise(row[3]).text] };
    });

    function sounded(text) { return Array.from(text, function (c) { return sounds.get(c) || c; }).join(""); }

    function parse(query) {
      var terms = query.normalize("NFC").split(SPACES).map(function (raw) {
        return { text: normalise(raw).text.trim(), whole: /[\u0f0b\u0f0c]$/.test(raw) };   // a final tsheg ends the syllable
      }).filter(function (term) { return term.text; });
      var words = terms.filter(function (term) { return suffixes.indexOf(term.text) < 0; });
      return words.length ? words : terms;
    }

    /* What is left of a query word when endings are taken off, one after the other. */
    function stems(word) {
      var found = [], waiting = [word];
      while (waiting.length) {
        var from = waiting.pop();
        suffixes.forEach(function (suffix) {
          var stem = from.slice(0, -suffix.length);
          if (from.endsWith(suffix) && stem.length >= least && found.indexOf(stem) < 0) { found.push(stem); waiting.push(stem); }
        });
      }
      return found.sort(function (a, b) { return b.length - a.length; });
    }

    /* Tests for a term, surest first; a later one is used only where no section at all passes an earlier one. */
    function tests(term) {
      var options = { whole: term.whole, tails: tails, inside: rules.inside };
      var loose = { whole: false, tails: tails, inside: rules.inside };
      var stemmed = stems(term.text);
      var list = [function (hay) {
        var hit = occurrence(hay, term.text, options);
        for (var i = 0; !hit && i < stemmed.length; i++) {
          hit = occurrence(hay, stemmed[i], loose);
          if (hit) hit.quality *= 0.6;
        }
        return hit;
      }];
      var latin = term.text.replace(/ü/g, "v");
      if (byPinyin && /^[a-z]{2,}$/.test(latin)) list.push(function (hay, isTitle) { return byPinyin(hay, latin, isTitle); });
      if (sounds.size) {
        list.push(function (hay) {
          var heard = sounded(hay), best = null;
          [term.text].concat(stemmed).forEach(function (word) {
            if (!best && word.length > 3) best = occurrence(heard, sounded(word), loose);
          });
          if (best) best.quality *= 0.5;
          return best;
        });
      }
      return list;
    }

    /* Sections in which every test finds something. */
    function scan(wanted) {
      var found = [];
      sections.forEach(function (section) {
        var score = 0, marks = [[], []];
        var all = wanted.every(function (test) {
          var some = false;
          section.fields.forEach(function (hay, field) {
            var hit = test(hay, field === 0);
            if (!hit) return;
            some = true;
            marks[field].push([hit.at, hit.length]);
            score += field === 0 ? hit.quality * (10 + 5 * hit.length / hay.length) : hit.quality + 0.1 * Math.min(hit.count, 5);
          });
          return some;
        });
        if (all) found.push({ section: section, score: score, marks: marks });
      });
      return found;
    }

    /* No section has every term: words, and pairs of characters where words are not separated; rare ones count more. */
    function partial(terms) {
      var parts = new Set();
      terms.forEach(function (term) {
        term.text.split(" ").forEach(function (word) {
          var pairs = (RUNNING.test(word[0]) || HANGUL.test(word[0])) && word.length > 2;
          if (!pairs) parts.add(word);
          for (var i = 0; pairs && i < word.length - 1; i++) parts.add(word.slice(i, i + 2));
        });
      });
      if (parts.size < 2) return [];
      var sums = new Map();
      parts.forEach(function (part) {
        var hits = scan([function (hay) { return occurrence(hay, part, { whole: false, tails: tails, inside: true }); }]);
        var rarity = Math.log(1 + sections.length / (hits.length || 1));
        hits.forEach(function (hit) {
          var sum = sums.get(hit.section) || { section: hit.section, score: 0, marks: [[], []], parts: 0 };
          sum.parts++;
          sum.score += rarity * (hit.marks[0].length ? 2 : 1);
          hit.marks.forEach(function (marks, field) { sum.marks[field] = sum.marks[field].concat(marks); });
          sums.set(hit.section, sum);
        });
      });
      return Array.from(sums.values()).filter(function (sum) { return sum.parts >= parts.size / 4; });
    }

    function spans(source, marks) {
      var at = normalise(source).at;
      return marks.map(function (mark) { return [at[mark[0]], at[mark[0] + mark[1]]]; })
        .filter(function (span) { return span[1] > span[0]; })
        .sort(function (a, b) { return a[0] - b[0]; });
    }

    function result(hit) {
      var section = hit.section, text = section.text, page = index.pages[section.page];
      var marked = spans(text, hit.marks[1]);
      var from = Math.max(0, (marked.length ? marked[0][0] : 0) - 30), to = Math.min(text.length, from + 120);
      // Never cut inside a word or syllable
      while (from > 0 && WORD.test(text[from - 1]) && !RUNNING.test(text[from]) && !(marked.length && from >= marked[0][0])) from++;
      while (to < text.length && WORD.test(text[to]) && !RUNNING.test(text[to]) && to < from + 150) to++;
      return {
        address: page[0] + (section.id ? "#" + encodeURIComponent(section.id) : ""), id: section.id, page: page[1],
        title: section.title, titleMarks: spans(section.title, hit.marks[0]), score: hit.score,
        excerpt: (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : ""),
        excerptMarks: marked.filter(function (span) { return span[0] >= from && span[1] <= to; }).map(function (span) {
          var shift = (from > 0 ? 2 : 0) - from;
          return [span[0] + shift, span[1] + shift];
        }),
      };
    }

    function every(terms) {
      return scan(terms.map(function (term) {
        var list = tests(term);
        return list.find(function (test) { return scan([test]).length; }) || list[0];
      }));
    }

    return function search(query, limit) {
      var terms = parse(query);
      if (!terms.length) return [];
      var found = every(terms);
      var syllables = terms.map(function (term) { return term.text; }).join("");
      if (!found.length && byPinyin && /^[a-zü]+$/.test(syllables)) found = every([{ text: syllables, whole: false }]);
      if (!found.length) found = partial(terms);
      found.sort(function (a, b) { return b.score - a.score || a.section.order - b.section.order; });
      var shown = found.slice(0, limit || 20).map(result);
      shown.total = found.length;
      return shown;
    };
  }

  root.YingzhiSearch = { create: create, normaliser: normaliser };
})(self);
