// What the charts of the history show, as a sentence each.

/** @import { Sample } from './types.js' */

/** Three digits of it, whole numbers in full. @param {number} value */
export function figure(value) {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 1 ? 1 : 2;
  const all = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString('en', all);
}

/**
 * As they stand on an axis, which has room for five letters.
 * @param {(number | null)[]} values null: to be left out
 */
export function axisFigures(values) {
  const large = Math.max(...values.map((value) => value ?? 0)) >= 10_000;
  const short = /** @type {const} */ ({ notation: 'compact', maximumFractionDigits: 1 });
  const plain = { maximumFractionDigits: 6 };
  const written = (/** @type {number} */ value) =>
    value.toLocaleString('en', large && value >= 1000 ? short : plain);
  return values.map((value) => (value === null ? '' : written(value)));
}

/** @param {number} n @param {string} one @param {string} many */
export const counted = (n, one, many = `${one}s`) => `${figure(n)} ${n === 1 ? one : many}`;

/** @param {Sample[]} all @param {keyof Sample} field */
const valuesOf = (all, field) => all.map((sample) => Number(sample[field]));
/** @param {Sample[]} all @param {keyof Sample} field */
const lastOf = (all, field) => valuesOf(all, field).at(-1) ?? 0;
/** @param {Sample[]} all @param {keyof Sample} field */
const mostOf = (all, field) => Math.max(0, ...valuesOf(all, field));
/** @param {Sample[]} all @param {keyof Sample} field */
const sumOf = (all, field) => valuesOf(all, field).reduce((sum, value) => sum + value, 0);

/** Seconds between two samples. @param {Sample[]} all */
export function stepOf(all) {
  if (all.length < 2) return 5;
  return (Date.parse(all[all.length - 1].at) - Date.parse(all[0].at)) / 1000 / (all.length - 1);
}

/** @param {Sample[]} all */
export function requestsWords(all) {
  const asked = sumOf(all, 'requests');
  if (asked === 0) return 'Nobody has asked for anything';
  const failed = sumOf(all, 'failed');
  const share = (100 * failed) / asked;
  const well = failed === 0 ? 'none failed' : `${figure(share)} % failed`;
  return `${figure(lastOf(all, 'requests'))} requests a second now; of all shown, ${well}`;
}

/** @param {Sample[]} all */
export function latencyWords(all) {
  const met = all.filter(({ p99_ms }) => p99_ms > 0);
  if (met.length === 0) return 'No request was timed yet';
  const last = `p99 was ${figure(lastOf(met, 'p99_ms'))} ms lately`;
  return `${last}, ${figure(mostOf(met, 'p99_ms'))} ms at worst`;
}

/** @param {Sample[]} all */
export function ordersWords(all) {
  const orders = Math.round(sumOf(all, 'orders') * stepOf(all));
  const minutes = Math.max(1, Math.round((all.length * stepOf(all)) / 60));
  return `${orders === 0 ? 'No order' : counted(orders, 'order')} in ${counted(minutes, 'minute')}`;
}

/** @param {Sample[]} all */
export function messagesWords(all) {
  const across = sumOf(all, 'calls_across');
  const sent = across + sumOf(all, 'calls_within');
  if (sent === 0) return 'No module has called another';
  if (across === 0) return 'No message leaves its process';
  return `${Math.round((100 * across) / sent)} % of all messages cross a process`;
}

/** @param {Sample[]} all */
export function outboxesWords(all) {
  const pending = lastOf(all, 'pending');
  const dead = lastOf(all, 'dead');
  if (pending === 0) return `Nothing is owed now, ${figure(mostOf(all, 'pending'))} at most`;
  const lost = dead > 0 ? `, ${figure(dead)} of them dead` : '';
  return `${counted(pending, 'letter')} owed now${lost}`;
}

/** @param {Sample[]} all */
export function writesWords(all) {
  const now = lastOf(all, 'queued');
  const most = mostOf(all, 'queued');
  if (most === 0) return 'No write had to wait';
  const waiting = now === 0 ? 'No write waits' : `${counted(now, 'write')} waiting`;
  return `${waiting} now, ${figure(most)} at most`;
}

/** @param {Sample[]} all */
export function cpuWords(all) {
  const most = figure(mostOf(all, 'cpu_percent'));
  return `${figure(lastOf(all, 'cpu_percent'))} % of a core now, ${most} % at most`;
}

/** @param {Sample[]} all */
export function memoryWords(all) {
  const now = lastOf(all, 'resident_mib');
  const more = now - Number(all[0]?.resident_mib ?? now);
  if (Math.abs(more) < 1) return `${now.toFixed(0)} MiB, as at the beginning`;
  const change = `${Math.abs(more).toFixed(0)} ${more > 0 ? 'more' : 'less'}`;
  return `${now.toFixed(0)} MiB, ${change} than at the beginning`;
}

/** @param {Sample[]} all */
export function troubleWords(all) {
  const open = lastOf(all, 'open_breakers');
  const lost = lastOf(all, 'unreachable');
  if (open === 0 && lost === 0) return 'All modules answer, and no breaker is open';
  const words = [];
  if (lost > 0) words.push(`${counted(lost, 'module')} out of reach`);
  if (open > 0) words.push(`${counted(open, 'breaker')} open`);
  return words.join(', ');
}
