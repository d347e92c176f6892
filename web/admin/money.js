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

/** @param {Money} price @returns {string} as it can be typed: "14.50" */
export function priceText({ amount, currency }) {
  const digits = digitsOf(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** What the shop sells in, until its products say otherwise. */
export const anyCurrency = 'GBP';
