// Prices as people type them, read exactly: no floating point.

/** @import { Money } from '../shared/types.js' */

const amountMax = 10_000_000_000; // minor units, as the shop has it

/** @param {string} currency */
export function digitsOf(currency) {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * @param {string} text in major units, with a point: "14.50"
 * @param {string} currency
 * @returns {Money | null} null for what is no price
 */
export function parsePrice(text, currency) {
  const digits = digitsOf(currency);
  const found = /^(\d{1,10})(?:\.(\d*))?$/.exec(text.trim());
  if (!found) return null;
  const [, whole, decimals = ''] = found;
  if (/[^0]/.test(decimals.slice(digits))) return null;
  const amount = Number(whole + decimals.slice(0, digits).padEnd(digits, '0'));
  return amount >= 1 && amount <= amountMax ? { amount, currency } : null;
}

const decimalMark = new Intl.NumberFormat()
  .formatToParts(1.5)
  .find((part) => part.type === 'decimal')?.value;

/**
 * As parsePrice, of what was typed: decimals may also follow the mark that the browser's language
 * has for them, as in "14,50". More of them than the currency has are refused, even noughts: they
 * would be thousands to some.
 * @param {string} text @param {string} currency @returns {Money | null}
 */
export function typedPrice(text, currency) {
  const [whole, decimals = '', ...more] = text.trim().split(/[.,]/);
  const mark = text.trim()[whole.length] ?? '.';
  if (more.length > 0 || !['.', decimalMark].includes(mark)) return null;
  if (decimals.length > digitsOf(currency)) return null;
  return parsePrice(`${whole}.${decimals}`, currency);
}

/** @param {Money} price @returns {string} as it can be typed: "14.50" */
export function priceText({ amount, currency }) {
  const digits = digitsOf(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** What the shop sells in, until its products say otherwise. */
export const anyCurrency = 'GBP';
