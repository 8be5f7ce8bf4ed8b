'use strict';
// Looks at the page, uses it as a reader would, and leaves what came of it where --dump-dom shows it.
(function () {
  var violations = [], errors = [];
  document.addEventListener('securitypolicyviolation', function (event) { violations.push(event.blockedURI); });
  window.addEventListener('error', function (event) { errors.push(String(event.message)); });
  window.addEventListener('load', function () {
    var out = {};
    try {
      out.innerWidth = window.innerWidth;
      out.scrollWidth = document.documentElement.scrollWidth;
      out.beyond = [].filter.call(document.body.querySelectorAll('*'), function (each) {
        return each.getBoundingClientRect().right > window.innerWidth + 1;
      }).map(function (each) { return each.tagName + '.' + each.getAttribute('class'); }).slice(0, 10);
      out.images = document.images.length;

      var refusals = document.getElementById('refusals');
      var head = refusals.querySelector('th.bar'), button = head.querySelector('button');
      var times = function () { return [].map.call(refusals.querySelectorAll('td.bar b'), function (b) { return b.textContent; }); };
      out.unsorted = head.getAttribute('aria-sort') || 'none';
      button.focus();
      out.focusable = document.activeElement === button;
      button.click();
      out.first = times();
      out.firstSort = head.getAttribute('aria-sort');
      button.click();
      out.second = times();
      out.secondSort = head.getAttribute('aria-sort');

      var records = document.getElementById('records');
      var rows = function () { return [].slice.call(records.querySelectorAll('table.data tbody tr')); };
      out.recordsBefore = rows().length;
      records.querySelector('button.more').click();
      out.recordsAfterMore = rows().length;
      var input = records.querySelector('input');
      input.value = 'Settled run_again_1 ';
      input.dispatchEvent(new Event('input'));
      out.recordsFiltered = rows().length;
      out.filteredAllMatch = rows().every(function (row) { return /settled/.test(row.textContent) && /run_again_1/.test(row.textContent); });
      out.filterSays = records.querySelector('output').textContent;
      out.resources = performance.getEntriesByType('resource').map(function (each) { return each.name; });
      out.harmed = window.harmed !== undefined;
    } catch (failed) {
      errors.push(String(failed));
    }
    setTimeout(function () {
      out.violations = violations;
      out.errors = errors;
      window.parent.document.documentElement.setAttribute('data-probe', JSON.stringify(out));
    }, 0);
  });
}());
