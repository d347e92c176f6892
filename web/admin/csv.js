// A catalogue as a CSV file (RFC 4180), read as `cleave import` reads it: what is wrong with a line
// costs that line and no other.
import { digitsOf, parsePrice } from './money.js';

/** @import { ImportRow } from './types.js' */

/** @typedef {{ line: number, row: ImportRow }} Good */
/** @typedef {{ line: number, fault: string, sku: string }} Bad */

/** Nothing of the file can be read, and why. */
export class Unreadable extends Error {}

const needed = ['sku', 'name', 'description', 'category', 'price', 'currency', 'stock'];
const stockMax = 1_000_000_000;

/**
 * The fields of each line that is not empty. A quoted field may hold commas, doubled quotes and
 * line ends.
 * @param {string} text
 * @returns {{ line: number, fields: string[], fault: string }[]}
 */
export function readCsv(text) {
  const records = [];
  let line = 1;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const lineEnd = /\r?\n/y;
  while (at < text.length) {
    lineEnd.lastIndex = at;
    if (lineEnd.test(text)) {
      at = lineEnd.lastIndex;
      ++line;
      continue;
    }
    const record = readRecord(text, at);
    records.push({ line, fields: record.fields, fault: record.fault });
    line += text.slice(at, record.end).split('\n').length - 1;
    at = record.end;
  }
  return records;
}

const quoted = /"((?:[^"]|"")*)"(?=,|\r?\n|$)/y;
const plain = /[^",\r\n]*(?=,|\r?\n|$)/y;

/**
 * @param {string} text
 * @param {number} begin
 * @returns {{ fields: string[], fault: string, end: number }} end: behind its line end
 */
function readRecord(text, begin) {
  const fields = [];
  let at = begin;
  for (;;) {
    const pattern = text[at] === '"' ? quoted : plain;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) {
      const next = text.indexOf('\n', begin);
      return { fields: [], fault: 'a quote is astray', end: next < 0 ? text.length : next + 1 };
    }
    fields.push(pattern === quoted ? found[1].replaceAll('""', '"') : found[0]);
    at = pattern.lastIndex;
    if (text[at] !== ',') break;
    ++at;
  }
  const next = text.indexOf('\n', at);
  return { fields, fault: '', end: next < 0 ? text.length : next + 1 };
}

/** @param {string[]} fields @returns {Record<string, number>} where each needed column stands */
function columnsOf(fields) {
  const names = fields.map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new Unreadable(
      `The first line must name the columns ${needed.join(', ')}; ${missing.join(', ')} ` +
        `${missing.length === 1 ? 'is' : 'are'} not there.`,
    );
  const twice = needed.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw new Unreadable(`The first line names the column ${twice} twice.`);
  return Object.fromEntries(needed.map((name) => [name, names.indexOf(name)]));
}

/** @param {Record<string, string>} field @returns {ImportRow | string} or what is wrong */
function rowOf({ sku, name, description, category, price, currency, stock }) {
  if (!/^[A-Z]{3}$/.test(currency)) return `currency is not three capital letters: “${currency}”`;
  const money = parsePrice(price, currency);
  if (!money) return `price is not above 0 with at most ${digitsOf(currency)} decimals: “${price}”`;
  if (!/^\d{1,10}$/.test(stock) || Number(stock) > stockMax)
    return `stock is not a whole number up to ${stockMax}: “${stock}”`;
  return { sku, name, description, category, price: money, stock: Number(stock) };
}

/**
 * @param {string} text of the file
 * @returns {{ good: Good[], bad: Bad[] }} in the order of the file
 * @throws {Unreadable} when the first line does not name what is needed
 */
export function readCatalogue(text) {
  const [header, ...records] = readCsv(text);
  if (!header) throw new Unreadable('The file is empty.');
  if (header.fault) throw new Unreadable(`The first line cannot be read: ${header.fault}.`);
  const columns = columnsOf(header.fields);
  /** @type {Good[]} */
  const good = [];
  /** @type {Bad[]} */
  const bad = [];
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const { line, fields, fault } of records) {
    const field = Object.fromEntries(
      needed.map((name) => [name, (fields[columns[name]] ?? '').trim()]),
    );
    const { sku } = field;
    const refuse = (/** @type {string} */ why) => bad.push({ line, fault: why, sku });
    if (fault) refuse(fault);
    else if (fields.length !== header.fields.length)
      refuse(`has ${fields.length} fields; the first line has ${header.fields.length}`);
    else if (seen.has(sku)) refuse(`sku ${sku} already stands in line ${seen.get(sku)}`);
    else {
      const row = rowOf(field);
      if (typeof row === 'string') refuse(row);
      else {
        seen.set(sku, line);
        good.push({ line, row });
      }
    }
  }
  return { good, bad };
}
