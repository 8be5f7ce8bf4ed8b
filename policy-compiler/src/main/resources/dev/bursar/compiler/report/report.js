'use strict';
(function () {
  // Every text of the journal goes into the page as text, never as markup.
  var data = JSON.parse(document.getElementById('data').textContent);
  var page = document.getElementById('page');
  var FIRST_ROWS = 25;
  var SVG = 'http://www.w3.org/2000/svg';

  function el(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined && text !== null) made.textContent = text;
    for (var i = 3; i < arguments.length; i++) if (arguments[i]) made.appendChild(arguments[i]);
    return made;
  }

  function svg(name, attributes, parent) {
    var made = document.createElementNS(SVG, name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    if (parent) parent.appendChild(made);
    return made;
  }

  // what stands between backticks is set as code
  function prose(className, words) {
    var made = el('p', className);
    words.split('`').forEach(function (part, i) {
      made.appendChild(i % 2 ? el('code', '', part) : document.createTextNode(part));
    });
    return made;
  }

  function section(id, title, lead) {
    var made = el('section');
    made.id = id;
    var heading = el('h2', '', title);
    heading.id = id + '-title';
    made.setAttribute('aria-labelledby', heading.id);
    made.appendChild(el('header', '', null, heading, lead ? prose('lead', lead) : null));
    page.appendChild(made);
    return made;
  }

  function share(part, whole) {
    return whole > 0 ? part / whole : part > 0 ? 1 : 0;
  }

  function percent(part, whole) {
    var exact = 100 * share(part, whole);
    return (exact > 0 && exact < 1 ? '<1' : String(Math.floor(exact))) + '\u00a0%';
  }

  function head() {
    var header = el('header', '');
    header.appendChild(el('p', 'eyebrow', 'Bursar report'));
    header.appendChild(el('h1', '', 'What was spent, and what was held back'));
    header.appendChild(el('p', 'range', data.range + (data.zone ? ' (' + data.zone + ')' : '')));
    var facts = el('div', 'facts');
    facts.appendChild(el('p', '', data.records + '. State directory ', el('code', '', data.state)));
    data.remarks.forEach(function (remark) { facts.appendChild(el('p', 'warn', remark)); });
    header.appendChild(facts);
    page.appendChild(header);
  }

  function figures() {
    var list = el('dl', 'figures');
    data.figures.forEach(function (figure) {
      var some = figure.values.some(function (value) { return /[1-9]/.test(value); });
      var box = el('div', 'figure ' + figure.tone, null, el('dt', '', figure.label));
      figure.values.forEach(function (value) {
        var parts = /^(.*) ([A-Z]{3})$/.exec(value);
        var shown = el('dd', 'value' + (some ? ' some' : '') + (figure.values.length > 1 || value.length > 13 ? ' small' : ''), parts ? parts[1] : value);
        if (parts) shown.appendChild(el('span', 'unit', parts[2]));
        box.appendChild(shown);
      });
      box.appendChild(el('dd', 'note', figure.note));
      list.appendChild(box);
    });
    page.appendChild(list);
  }

  function legend(entries) {
    var list = el('ul', 'legend');
    entries.forEach(function (entry) {
      list.appendChild(el('li', '', null, el('span', 'swatch ' + entry[0]), el('span', '', entry[1])));
    });
    return list;
  }

  var WIDTH = 640;
  var patterns = 0;

  function stepOf(bars) { return Math.min(WIDTH / bars.length, 48); }

  // bars: [label, number of each kind ..., text]; a limit below 0 is none
  function chart(bars, kinds, limit, height, label, tip) {
    var width = WIDTH;
    var top = limit < 0 ? 0 : limit;
    bars.forEach(function (bar) {
      var sum = 0;
      kinds.forEach(function (kind, k) { sum += Math.max(0, bar[k + 1]); });
      top = Math.max(top, sum);
    });
    top = top * 1.06 || 1;
    var root = svg('svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img', 'aria-label': label });
    var id = 'hatch' + patterns++;
    var pattern = svg('pattern', { id: id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('defs', {}, root));
    svg('rect', { width: 6, height: 6, 'class': 'hatchback' }, pattern);
    svg('line', { x1: 1.5, y1: 0, x2: 1.5, y2: 6, 'class': 'hatch' }, pattern);
    var step = stepOf(bars);
    var thick = Math.max(1.5, step * (bars.length > 40 ? 0.78 : 0.7));
    bars.forEach(function (bar, i) {
      var y = height;
      var x = i * step + (step - thick) / 2;
      kinds.forEach(function (kind, k) {
        var tall = Math.max(0, bar[k + 1]) / top * height;
        if (tall <= 0) return;
        tall = Math.max(tall, 1);
        y -= tall;
        var box = { x: x, y: y, width: thick, height: tall, 'class': kind };
        if (kind === 'held') box.fill = 'url(#' + id + ')';
        svg('rect', box, root);
        if (k > 0 && y + tall < height) svg('rect', { x: x, y: y + tall - 0.5, width: thick, height: 1, 'class': 'gap' }, root);
      });
      var hit = svg('rect', { x: i * step, y: 0, width: step, height: height, 'class': 'hit' }, root);
      svg('title', {}, hit).textContent = tip(bar);
    });
    svg('line', { x1: 0, x2: width, y1: height, y2: height, 'class': 'baseline' }, root);
    if (limit >= 0) {
      var at = height - limit / top * height;
      svg('line', { x1: 0, x2: width, y1: at, y2: at, 'class': 'limitline' }, root);
    }
    return root;
  }

  function axis(bars) {
    var made = el('div', 'axis', null, el('span', '', bars[0][0]));
    if (bars.length > 1) made.appendChild(el('span', '', bars[bars.length - 1][0]));
    made.style.width = 100 * bars.length * stepOf(bars) / WIDTH + '%';
    return made;
  }

  function asTable(bars, columns) {
    var body = el('tbody');
    bars.forEach(function (bar) {
      var row = el('tr');
      columns.forEach(function (column) { row.appendChild(el('td', column[2], column[1](bar))); });
      body.appendChild(row);
    });
    var top = el('tr');
    columns.forEach(function (column) { var cell = el('th', column[2], column[0]); cell.scope = 'col'; top.appendChild(cell); });
    return el('details', '', null, el('summary', '', 'As numbers'), el('table', '', null, el('thead', '', null, top), body));
  }

  function cap(line) {
    var total = line.settled + line.held;
    var over = total >= line.limit && line.limit > 0;
    var made = el('div', 'cap' + (over ? ' over' : ''));
    var text = el('div', '', null, el('div', 'what', line.cap));
    var meter = el('div', 'meter');
    meter.setAttribute('aria-hidden', 'true');
    var scale = Math.max(line.limit, total);
    [['settled', line.settled], ['held', line.held]].forEach(function (part) {
      var bar = el('i', part[0]);
      bar.style.width = 100 * share(Math.max(0, part[1]), scale) + '%';
      meter.appendChild(bar);
    });
    text.appendChild(meter);
    text.appendChild(el('div', 'used', line.used + ' of ' + line.of + ' (' + percent(total, line.limit) + '), ' + line.window));
    if (line.peak) text.appendChild(el('div', 'note', 'Most: ' + line.peak));
    if (line.refused) text.appendChild(el('div', 'note warn', 'Reached: ' + line.refused.toLocaleString('en-US') + (line.refused === 1 ? ' call' : ' calls') + ' refused'));
    made.appendChild(text);
    // of one window the meter has said all
    if (line.bars && line.bars.length > 1) {
      var figure = el('figure');
      figure.appendChild(chart(line.bars, ['settled', 'held'], line.limit, 96,
        line.caller + ', ' + line.cap + ': charged in the ' + line.each + ', against the limit of ' + line.of,
        function (bar) { return bar[0] + ': ' + bar[3]; }));
      figure.appendChild(axis(line.bars));
      figure.appendChild(el('figcaption', '', (line.each.indexOf('fullest') === 0 ? 'The ' + line.each : 'Each ' + line.each) + (line.cut ? '; earlier ones are left out' : '')));
      figure.appendChild(asTable(line.bars, [
        ['From', function (bar) { return bar[0]; }, 'time'],
        ['Charged', function (bar) { return bar[3]; }, 'money'],
        ['Of the limit', function (bar) { return percent(bar[1] + bar[2], line.limit); }, 'number']]));
      made.appendChild(figure);
    }
    return made;
  }

  function caps() {
    var made = section('caps', 'Spend against caps', data.caps_from);
    if (!data.caps || !data.caps.length) {
      made.appendChild(el('p', 'soft', 'There is no cap to show.'));
      return;
    }
    made.appendChild(legend([['settled', 'charged'], ['held', 'held, or outcome unknown'], ['limit', 'limit']]));
    var callers = new Map();
    data.caps.forEach(function (line) {
      if (!callers.has(line.caller)) {
        var group = el('div', 'group');
        made.appendChild(el('div', 'caller', null, el('h3', '', line.caller), group));
        callers.set(line.caller, group);
      }
      callers.get(line.caller).appendChild(cap(line));
    });
  }

  function activity() {
    if (!data.activity) return;
    var kinds = [['admitted', 'sent'], ['rehearsed', 'rehearsed'], ['observed', 'observed'], ['refused', 'refused']];
    var used = kinds.filter(function (kind, k) {
      return k === 0 || k === 3 || data.activity.bars.some(function (bar) { return bar[k + 1] > 0; });
    });
    var made = section('activity', 'Activity', 'Calls decided on, each ' + data.activity.each + (data.activity.cut ? '; earlier ones are left out.' : '.'));
    var at = function (kind) { return kinds.indexOf(kind) + 1; };
    // a loop is refused a thousand times for each call that is sent: on one scale nothing else would be seen
    [used.slice(0, -1), used.slice(-1)].forEach(function (group) {
      var most = 0;
      var bars = data.activity.bars.map(function (bar) {
        var counts = group.map(function (kind) { return bar[at(kind)]; });
        most = Math.max(most, counts.reduce(function (a, b) { return a + b; }, 0));
        return [bar[0]].concat(counts);
      });
      if (!most) return;
      var figure = el('figure');
      figure.appendChild(legend(group));
      figure.appendChild(chart(bars, group.map(function (kind) { return kind[0]; }), -1, 90,
        'Calls by ' + data.activity.each + ': ' + group.map(function (kind) { return kind[1]; }).join(', '),
        function (bar) { return bar[0] + ': ' + group.map(function (kind, k) { return bar[k + 1] + ' ' + kind[1]; }).join(', '); }));
      figure.appendChild(axis(bars));
      figure.appendChild(el('figcaption', '', 'Highest: ' + most.toLocaleString('en-US')));
      made.appendChild(figure);
    });
    var figure = el('figure');
    figure.appendChild(asTable(data.activity.bars, [['From', function (bar) { return bar[0]; }, 'time']].concat(
      used.map(function (kind) { return [kind[1], function (bar) { return bar[kinds.indexOf(kind) + 1]; }, 'number']; }))));
    made.appendChild(figure);
  }

  function text(cell) { return Array.isArray(cell) ? cell[0] : cell; }
  function rank(cell) { return Array.isArray(cell) ? cell[1] : null; }

  function compare(a, b) {
    var x = rank(a), y = rank(b);
    if (x !== null && y !== null) return x - y;
    var s = text(a), t = text(b);
    return s < t ? -1 : s > t ? 1 : 0;
  }

  function isNone(cell) { return text(cell) === ''; }

  function table(spec) {
    var made = section(spec.id, spec.title, spec.lead);
    if (!spec.rows.length) {
      made.appendChild(el('p', 'soft', spec.empty));
      return;
    }
    var rows = spec.rows.map(function (cells, i) {
      return { cells: cells, at: i, words: cells.map(text).join(' ').toLowerCase() };
    });
    var most = spec.columns.map(function (column, c) {
      return Math.max.apply(null, [1].concat(spec.rows.map(function (cells) { return rank(cells[c]) || 0; })));
    });
    var sorted = -1, down = false, all = false, terms = [];

    var input = el('input');
    input.type = 'search';
    input.autocomplete = 'off';
    input.spellcheck = false;
    var label = el('label', '', 'Filter', input);
    var shown = el('output');
    made.appendChild(el('div', 'tools', null, label, shown));

    var heads = spec.columns.map(function (column, c) {
      var cell = el('th', column.kind);
      cell.scope = 'col';
      var button = el('button', '', column.label);
      button.type = 'button';
      button.addEventListener('click', function () {
        var numeric = /number|money|bar|time/.test(column.kind);
        down = sorted === c ? !down : numeric;
        sorted = c;
        draw();
      });
      cell.appendChild(button);
      return cell;
    });
    var top = el('tr');
    heads.forEach(function (cell) { top.appendChild(cell); });
    var body = el('tbody');
    var grid = el('table', 'data', null, el('thead', '', null, top), body);
    grid.setAttribute('aria-labelledby', spec.id + '-title');
    made.appendChild(grid);
    var more = el('button', 'more');
    more.type = 'button';
    more.addEventListener('click', function () { all = true; draw(); });
    made.appendChild(more);
    if (spec.note) made.appendChild(prose('note', spec.note));
    input.addEventListener('input', function () {
      terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      draw();
    });

    function row(line) {
      var made = el('tr');
      line.cells.forEach(function (value, c) {
        var column = spec.columns[c];
        var cell = el('td', column.kind + (c === 0 ? ' first' : '') + (isNone(value) ? ' none' : ''));
        cell.setAttribute('data-label', column.label);
        if (column.kind === 'bar') {
          var bar = el('i');
          bar.style.width = 100 * share(rank(value), most[c]) + '%';
          cell.appendChild(el('div', 'barcell', null, el('b', '', text(value)), el('span', '', null, bar)));
        } else {
          cell.textContent = text(value);
        }
        made.appendChild(cell);
      });
      return made;
    }

    function draw() {
      var found = rows.filter(function (line) {
        return terms.every(function (term) { return line.words.indexOf(term) >= 0; });
      });
      if (sorted >= 0) {
        found.sort(function (a, b) {
          var x = a.cells[sorted], y = b.cells[sorted];
          // what is not there comes last, whichever way
          if (isNone(x) !== isNone(y)) return isNone(x) ? 1 : -1;
          return (down ? compare(y, x) : compare(x, y)) || a.at - b.at;
        });
      }
      heads.forEach(function (cell, c) {
        if (c === sorted) cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        else cell.removeAttribute('aria-sort');
      });
      var visible = all ? found : found.slice(0, FIRST_ROWS);
      var fragment = document.createDocumentFragment();
      visible.forEach(function (line) { fragment.appendChild(row(line)); });
      body.replaceChildren(fragment);
      more.classList.toggle('hidden', visible.length === found.length);
      more.textContent = 'Show all ' + found.length;
      shown.textContent = terms.length ? found.length + ' of ' + rows.length + ' rows' : rows.length + (rows.length === 1 ? ' row' : ' rows');
      label.parentNode.classList.toggle('hidden', rows.length < 6);
    }
    draw();
  }

  function foot() {
    page.appendChild(el('footer', '', null,
      el('p', '', 'Made ' + data.made + '. Amounts follow the journal, whose records were checked one by one against their chain; the hash of the last is'),
      el('p', '', null, el('code', '', data.hash))));
  }

  head();
  figures();
  var byId = {};
  data.tables.forEach(function (spec) { byId[spec.id] = spec; });
  caps();
  table(byId.callers);
  table(byId.refusals);
  table(byId.unknown);
  table(byId.repeats);
  activity();
  table(byId.notices);
  table(byId.records);
  foot();
}());
