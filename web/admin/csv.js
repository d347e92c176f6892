// A catalogue as a CSV file (RFC 4180), read as `cleave import` reads it: what is wrong with a line
// costs that line and no other.
import { count } from '../shared/format.js';
import { digitsOf, parsePrice } from './money.js';

/** @import { ImportRow } from './types.js' */

/** @typedef {{ line: number, row: ImportRow }} Good */
/** @typedef {{ line: number, fault: string, sku: string }} Bad */

/** Nothing of the file can be read, and why. */
export class Unreadable extends Error {}

const needed = ['sku', 'name', 'description', 'category', 'price', 'currency', 'stock'];
const stockMax = 1_000_000_000;
/** Bytes of each text, as the shop has it. @type {Record<string, number>} */
const bytesMax = { sku: 64, name: 200, description: 4000, category: 100 };

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
const quoteFault = 'A quote is not closed, or stands in the middle of a field.';
const returnFault = 'A line end in it is a carriage return (CR) alone; LF or CRLF is right.';
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
      const fault = /^[^",\r\n]*\r/.test(text.slice(at)) ? returnFault : quoteFault;
      return { fields: [], fault, end: next < 0 ? text.length : next + 1 };
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
  if (missing.length === needed.length)
    throw new Unreadable('The first line names none of the columns above. Commas must part them.');
  if (missing.length > 0)
    throw new Unreadable(
      `The first line does not name the column${missing.length === 1 ? '' : 's'} ` +
        `${missing.join(', ')}.`,
    );
  const twice = needed.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw new Unreadable(`The first line names the column ${twice} twice.`);
  return Object.fromEntries(needed.map((name) => [name, names.indexOf(name)]));
}

/** @param {string} name of a column @param {string} text @returns {string} empty: it will do */
function textFault(name, text) {
  const most = bytesMax[name];
  const bytes = new TextEncoder().encode(text).length;
  if (!text && name !== 'description') return `The ${name} is empty.`;
  if (bytes <= most) return '';
  return bytes === text.length
    ? `The ${name} is ${count(bytes)} letters long; ${count(most)} are the most.`
    : `The ${name} is too long: ${count(most)} letters are the most, fewer with accents.`;
}

/** @param {string} text which is no price @param {string} currency */
function priceFault(text, currency) {
  const example = digitsOf(currency) === 0 ? '1450' : '14.5'.padEnd(3 + digitsOf(currency), '0');
  if (!text) return `The price is empty; write ${example}.`;
  if (!/^\d+(\.\d*)?$/.test(text)) return `“${text}” is no price; write ${example}.`;
  if (Number(text) === 0) return 'The price is 0; it must be more.';
  return Number(text) < 1e8
    ? `“${text}” has more decimals than ${currency}; write ${example}.`
    : `“${text}” is more than a price can be.`;
}

/** @param {string} text which is no stock */
function stockFault(text) {
  if (!text) return 'The stock is empty; write a whole number, as in 12.';
  return /^\d+$/.test(text)
    ? `The stock is “${text}”; ${count(stockMax)} are the most.`
    : `“${text}” is no stock; write a whole number, as in 12.`;
}

/** @param {Record<string, string>} field @returns {ImportRow | string} or what is wrong */
function rowOf({ sku, name, description, category, price, currency, stock }) {
  const texts = { sku, name, description, category };
  for (const [column, text] of Object.entries(texts)) {
    const fault = textFault(column, text);
    if (fault) return fault;
  }
  if (!currency) return 'The currency is empty; write three capital letters, as in GBP.';
  if (!/^[A-Z]{3}$/.test(currency))
    return `“${currency}” is no currency; write three capital letters, as in GBP.`;
  const money = parsePrice(price, currency);
  if (!money) return priceFault(price, currency);
  if (!/^\d{1,10}$/.test(stock) || Number(stock) > stockMax) return stockFault(stock);
  return { ...texts, price: money, stock: Number(stock) };
}

/**
 * @param {string} text of the file
 * @returns {{ good: Good[], bad: Bad[] }} in the order of the file
 * @throws {Unreadable} when the first line does not name what is needed
 */
export function readCatalogue(text) {
  if (/\r/.test(text) && !text.includes('\n'))
    throw new Unreadable(
      'Its lines end with a carriage return (CR) alone; save it as CSV with LF or CRLF.',
    );
  const [header, ...records] = readCsv(text);
  if (!header) throw new Unreadable('The file is empty.');
  if (header.fault) throw new Unreadable(`The first line cannot be read. ${header.fault}`);
  const columns = columnsOf(header.fields);
  if (records.length === 0)
    throw new Unreadable('Beneath its first line, which names the columns, the file has no line.');
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
      refuse(`The line has ${fields.length} fields; the first line has ${header.fields.length}.`);
    else if (seen.has(sku)) refuse(`The sku stands in line ${seen.get(sku)} already.`);
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
