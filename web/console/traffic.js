// What goes between modules, by what two pulses of the shop together tell.

import { quantileMs, together } from './quantiles.js';
import { outOfReach } from './remembered.js';

/** @import { Calls, Pulse } from './types.js' */
/** @import { Times } from './quantiles.js' */

/**
 * Messages of one name from one module to another.
 * @typedef {object} Traffic
 * @property {string} name
 * @property {string} kind
 * @property {number} total since the process began
 * @property {number} failed of them
 * @property {number} rate per second, lately
 * @property {number} failing of these, per second
 * @property {number} failedLately in the last minutes
 * @property {Times} times lately, or of all when there was nothing lately
 * @property {Calls} calls
 *
 * All that goes from one module to another in one manner.
 * @typedef {object} Arrow
 * @property {string} id
 * @property {string} caller
 * @property {string} callee
 * @property {boolean} crosses a process boundary
 * @property {boolean} serialized
 * @property {boolean} delivers events and what is owed, by the relay
 * @property {boolean} lost who sends it is out of reach: all is as last known, and no rate is
 * @property {boolean} housekeeping what a process asks auth about keys, whoever lives in it
 * @property {number} total
 * @property {number} failed
 * @property {number} rate
 * @property {number} failing
 * @property {number} failedLately in the last minutes, as far as this page has watched
 * @property {number | null} p99 milliseconds
 * @property {Traffic[]} messages the busiest first
 */

const aboutKeys = new Set(['auth.GetSigningKeys', 'auth.GetRevocations']);

const keyOf = (/** @type {Calls} */ c) =>
  [c.caller, c.callee, c.message, c.kind, c.transport].join(' ');

/**
 * What was counted since then; all when its process began anew meanwhile.
 * @param {Calls} calls
 * @param {Calls | undefined} before
 * @returns {Times & { ok: number, failed: number }}
 */
function since(calls, before) {
  const { ok, failed, latency, took_us } = calls;
  if (!before || before.ok > ok || before.failed > failed)
    return { ok, failed, buckets: latency, tookUs: took_us };
  return {
    ok: ok - before.ok,
    failed: failed - before.failed,
    buckets: latency.map((n, i) => Math.max(0, n - (before.latency[i] ?? 0))),
    tookUs: took_us - before.took_us,
  };
}

/**
 * @param {Calls} calls
 * @param {Calls | undefined} before
 * @param {Calls | undefined} then some minutes ago
 * @param {number} seconds between the two
 * @returns {Traffic}
 */
function trafficOf(calls, before, then, seconds) {
  const { ok, failed, ...times } = since(calls, before);
  return {
    name: calls.message,
    kind: calls.kind,
    total: calls.ok + calls.failed,
    failed: calls.failed,
    rate: (ok + failed) / seconds,
    failing: failed / seconds,
    failedLately: since(calls, then).failed,
    times: ok + failed > 0 ? times : { buckets: calls.latency, tookUs: calls.took_us },
    calls,
  };
}

/** @param {Traffic[]} messages @param {Set<string>} lost modules @returns {Arrow} */
function arrowOf(messages, lost) {
  const { caller, callee, transport, kind } = messages[0].calls;
  const busy = messages.filter(({ rate }) => rate > 0);
  const sum = (/** @type {(one: Traffic) => number} */ of) =>
    messages.reduce((all, one) => all + of(one), 0);
  return {
    id: arrowId(messages[0].calls),
    caller,
    callee,
    crosses: transport === 'http',
    serialized: transport === 'serialized',
    delivers: kind !== 'call',
    lost: lost.has(caller),
    housekeeping: caller !== 'gateway' && messages.every(({ name }) => aboutKeys.has(name)),
    total: sum((one) => one.total),
    failed: sum((one) => one.failed),
    rate: sum((one) => one.rate),
    failing: sum((one) => one.failing),
    failedLately: sum((one) => one.failedLately),
    p99: quantileMs(together((busy.length > 0 ? busy : messages).map(({ times }) => times)), 0.99),
    messages: messages.sort((a, b) => b.total - a.total || a.name.localeCompare(b.name)),
  };
}

/** @param {Pulse} pulse */
const byKey = (pulse) => new Map(pulse.calls.map((calls) => [keyOf(calls), calls]));

const arrowId = (/** @type {Calls} */ { caller, callee, kind }) =>
  `${caller}-${callee}${kind === 'call' ? '' : '-delivers'}`;

/**
 * The arrows of the map, by what happened from the first pulse to the last.
 * @param {Pulse[]} pulses
 * @param {Pulse | undefined} minutesAgo what failed since then is still shown
 * @returns {Arrow[]}
 */
export function arrowsOf(pulses, minutesAgo = pulses[0]) {
  const last = pulses.at(-1);
  if (!last) return [];
  const first = pulses[0];
  const seconds = Math.max(1, (Date.parse(last.at) - Date.parse(first.at)) / 1000);
  const before = byKey(first);
  const then = byKey(minutesAgo);
  const lost = outOfReach(last);
  const modules = new Set(['gateway', ...last.modules.map(({ name }) => name)]);
  /** @type {Map<string, Traffic[]>} */
  const groups = new Map();
  for (const calls of last.calls) {
    if (!modules.has(calls.caller) || !modules.has(calls.callee)) continue;
    const isStill = pulses.length === 1 || lost.has(calls.caller);
    const known = isStill ? calls : before.get(keyOf(calls));
    const id = arrowId(calls);
    const traffic = trafficOf(calls, known, then.get(keyOf(calls)), seconds);
    groups.set(id, [...(groups.get(id) ?? []), traffic]);
  }
  return [...groups.values()].map((messages) => arrowOf(messages, lost));
}

/**
 * How open the way from one process to a module in another is; null: they share a process.
 * @param {Pulse} pulse
 * @param {Arrow} arrow
 */
export function breakerOf(pulse, { caller, callee, crosses }) {
  if (!crosses) return null;
  const from = pulse.modules.find(({ name }) => name === caller)?.process ?? 'gateway';
  const process = pulse.processes.find(({ name }) => name === from);
  return process?.breakers.find((breaker) => breaker.callee === callee) ?? null;
}

/** What the layout is called, as far as one can tell. @param {Pulse} pulse */
export function layoutName(pulse) {
  const elsewhere = pulse.processes.length - 1;
  if (elsewhere === 0)
    return pulse.modules.some(({ transport }) => transport === 'serialized')
      ? 'one process, serialized'
      : 'monolith';
  return elsewhere === pulse.modules.length ? 'split' : `${elsewhere + 1} processes`;
}
