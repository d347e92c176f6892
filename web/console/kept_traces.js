// Traces that were put aside, in this browser: to be held against another layout's.
import { makeStore } from '../shared/store.js';

/** @import { KeptTrace } from './types.js' */

const slot = 'cleave.console.traces';
const most = 12;

/** @returns {KeptTrace[]} */
function stored() {
  try {
    const all = JSON.parse(localStorage.getItem(slot) ?? '[]');
    return Array.isArray(all) ? all.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** @param {any} one @returns {one is KeptTrace} */
function isKept(one) {
  const spans = one?.trace?.spans;
  const whole = (/** @type {any} */ span) =>
    typeof span?.span_id === 'string' &&
    typeof span.name === 'string' &&
    Number.isFinite(span.offset_us) &&
    Number.isFinite(span.took_us);
  return (
    one?.format === 1 &&
    typeof one.layout === 'string' &&
    typeof one.made === 'string' &&
    Array.isArray(spans) &&
    spans.length > 0 &&
    spans.every(whole)
  );
}

/** Newest first. */
export const keptTraces = makeStore(stored());

/** @param {KeptTrace[]} all */
function keep(all) {
  const some = all.slice(0, most);
  keptTraces.set(some);
  localStorage.setItem(slot, JSON.stringify(some));
}

/** @param {KeptTrace} one */
export function keepTrace(one) {
  keep([one, ...keptTraces.get().filter((other) => keyOf(other) !== keyOf(one))]);
}

/** @param {KeptTrace} one */
export function dropTrace(one) {
  keep(keptTraces.get().filter((other) => keyOf(other) !== keyOf(one)));
}

/** @param {KeptTrace} one */
export const keyOf = ({ layout, trace }) => `${layout} ${trace.trace_id}`;

/**
 * What stands side by side until one chooses: the last that was kept, on the right, and on the left
 * the first one of another layout.
 * @param {KeptTrace[]} kept newest first
 * @param {KeptTrace[]} recorded
 * @returns {[KeptTrace, KeptTrace]}
 */
export function firstPair(kept, recorded) {
  const right = kept[0] ?? recorded[recorded.length - 1];
  const others = [...kept, ...recorded].filter((one) => one.layout !== right.layout);
  return [others[0] ?? recorded[0], right];
}

/** @param {string} text of a file @returns {KeptTrace} throws an Error that says what is wrong */
export function parseTrace(text) {
  let one;
  try {
    one = JSON.parse(text);
  } catch {
    throw new Error('This file is no JSON. Take one that "Export" has made here.');
  }
  if (!isKept(one)) throw new Error('This file holds no trace. Take one that "Export" has made.');
  return one;
}

/** Offers it as a file. @param {KeptTrace} one */
export function exportTrace(one) {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(one, null, 1)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  const layout = one.layout.replace(/[^a-z0-9]+/gi, '-');
  link.download = `trace-${layout}-${one.trace.trace_id.slice(0, 8)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
