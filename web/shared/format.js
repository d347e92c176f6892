// Values as people read them: in the language of the pages, and of its varieties in the browser's.

/** @import { Money } from './types.js' */

const language = document.documentElement.lang;
const locale = navigator.languages.find((one) => one.split('-')[0] === language) ?? 'en-GB';

/** @type {Map<string, { format: Intl.NumberFormat, digits: number }>} */
const currencies = new Map();

/** @param {string} currency */
function currencyFormat(currency) {
  let known = currencies.get(currency);
  if (!known) {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    known = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
    currencies.set(currency, known);
  }
  return known;
}

/** @param {Money} price @returns {string} such as "£14.50" */
export function money(price) {
  const { format, digits } = currencyFormat(price.currency);
  return format.format(price.amount / 10 ** digits);
}

const counts = new Intl.NumberFormat(locale);
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });

/** @param {number} n */
export const count = (n) => counts.format(n);

/** @param {string} time RFC 3339 */
export const moment = (time) => moments.format(new Date(time));

/** @param {string} time RFC 3339 */
export const day = (time) => days.format(new Date(time));

const lands = new Intl.DisplayNames(locale, { type: 'region' });

/** @param {string} code ISO 3166-1 alpha-2 */
export const land = (code) => lands.of(code) ?? code;

/** The last part of an id: enough to tell one's own orders apart. @param {string} id */
export const shortId = (id) => id.slice(-6).toUpperCase();

const almostGone = 5;

/**
 * How much of a product is left, in words.
 * @param {number} stock
 * @returns {{ text: string, tone: 'enough' | 'warn' | 'gone' }}
 */
export function stockWords(stock) {
  if (stock <= 0) return { text: 'Sold out', tone: 'gone' };
  if (stock <= almostGone) return { text: `Only ${count(stock)} left`, tone: 'warn' };
  return { text: `${count(stock)} in stock`, tone: 'enough' };
}

/**
 * Cuts a text where words of a query match the beginning of its words, as the shop's search does.
 * @param {string} text
 * @param {string} query
 * @returns {{ text: string, hit: boolean }[]}
 */
export function matches(text, query) {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [{ text, hit: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join('|')})`, 'giu');
  return text
    .split(pattern)
    .map((part, i) => ({ text: part, hit: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}
