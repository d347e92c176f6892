// A line end before a value is no space: htm drops it. Where words and values meet at one, the
// words would run together, as in "begun6.7 ms".
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../web', import.meta.url));
const folders = ['admin', 'console', 'shared', 'shop'];

/** Values that bring a space of their own, and those that are blocks. */
const apart = /^\s*' '\s*$|[?:]\s*['`] |html`<(?!a\b|b\b|code|em|span|strong|time)|^\s*children/;

/**
 * The templates of a file, cut at their values.
 * @param {string} source
 * @returns {{ markup: string, value: string, inTag: boolean }[]} each piece of markup with the
 *   value behind it, and whether that is an attribute
 */
function piecesOf(source) {
  const found = [];
  const template = (at) => {
    let markup = '';
    let inTag = false;
    while (source[at] !== '`') {
      if (source.startsWith('${', at)) {
        const end = value(at + 2);
        found.push({ markup, value: source.slice(at + 2, end - 1), inTag });
        markup = '';
        at = end;
        continue;
      }
      if (source[at] === '<') inTag = true;
      if (source[at] === '>') inTag = false;
      markup += source[at++];
    }
    found.push({ markup, value: '', inTag });
    return at + 1;
  };
  const string = (at, quote) => {
    while (source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
    return at + 1;
  };
  const plain = (at) => {
    for (;;) {
      if (source[at] === '`') return at + 1;
      if (source[at] === '\\') ++at;
      if (source.startsWith('${', at)) at = value(at + 2);
      else ++at;
    }
  };
  /** Behind the brace that ends the value. */
  const value = (at) => {
    for (;;) {
      const one = source[at];
      if (one === undefined || one === '}') return at + 1;
      if (source.startsWith('html`', at)) at = template(at + 5);
      else if (one === '`') at = plain(at + 1);
      else if (one === '{') at = value(at + 1);
      else if (one === "'" || one === '"') at = string(at + 1, one);
      else ++at;
    }
  };
  for (let at = source.indexOf('html`'); at >= 0; at = source.indexOf('html`', at))
    at = template(at + 5);
  return found;
}

/** Where words meet a value over a line end. */
function runTogether(source) {
  const pieces = piecesOf(source);
  return pieces.flatMap(({ markup, value, inTag }, i) => {
    const before = !inTag && value && !apart.test(value) && /[^\s>]\s*\n\s*$/.test(markup);
    const last = pieces[i - 1];
    const isText = last?.value && !last.inTag && !apart.test(last.value);
    const after = isText && /^\s*\n\s*[\p{L}\d(·]/u.test(markup);
    return before || after ? [`${markup.trim().slice(-40)} | \${${value.trim().slice(0, 40)}`] : [];
  });
}

test('words and values that meet at a line end are found', () => {
  assert.equal(runTogether('html`<p>begun\n  ${duration(us)} late</p>`').length, 1);
  assert.equal(runTogether('html`<p>${count}\n  goods</p>`').length, 1);
  assert.equal(runTogether("html`<p>begun${' '}\n  ${duration(us)} late</p>`").length, 0);
  assert.equal(runTogether('html`<p>begun ${duration(us)} late</p>`').length, 0);
  assert.equal(runTogether('html`<p>begun</p>\n  ${list}`').length, 0);
});

for (const folder of folders)
  test(`no words run together in web/${folder}`, () => {
    const files = readdirSync(path.join(web, folder)).filter((name) => name.endsWith('.js'));
    assert.ok(files.length > 0);
    for (const name of files)
      assert.deepEqual(runTogether(readFileSync(path.join(web, folder, name), 'utf8')), [], name);
  });
