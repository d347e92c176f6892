// What goes between modules, by what two pulses of the shop together tell.

/** @import { Calls, Pulse } from './types.js' */

/**
 * The time that this share of calls took no longer than, in milliseconds, by how often each bucket
 * was met (bucket i: below 2^(i+8) ns). Null when there were none.
 * @param {number[]} buckets
 * @param {number} share
 */
export function quantileMs(buckets, share) {
  const all = buckets.reduce((sum, n) => sum + n, 0);
  let left = all * share;
  for (const [i, n] of buckets.entries()) {
    if (n > 0 && left <= n) {
      const high = 2 ** (i + 8) / 1e6;
      const low = i === 0 ? 0 : high / 2;
      return low + ((high - low) * left) / n;
    }
    left -= n;
  }
  return null;
}

/** @param {number[]} before @param {number[]} after */
function between(before, after) {
  return after.map((n, i) => Math.max(0, n - (before[i] ?? 0)));
}

/** @param {number} before @param {number} after a smaller one: its process began anew */
const grown = (before, after) => (after < before ? after : after - before);

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
 * @property {number[]} buckets lately, or of all when there was nothing lately
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
 * @param {Calls} calls
 * @param {Calls | undefined} before
 * @param {Calls | undefined} then some minutes ago
 * @param {number} seconds between the two
 * @returns {Traffic}
 */
function trafficOf(calls, before, then, seconds) {
  const ok = before ? grown(before.ok, calls.ok) : 0;
  const failing = before ? grown(before.failed, calls.failed) : 0;
  const lately = before ? between(before.latency, calls.latency) : [];
  return {
    name: calls.message,
    kind: calls.kind,
    total: calls.ok + calls.failed,
    failed: calls.failed,
    rate: (ok + failing) / seconds,
    failing: failing / seconds,
    failedLately: then ? grown(then.failed, calls.failed) : 0,
    buckets: ok + failing > 0 ? lately : calls.latency,
    calls,
  };
}

/** @param {number[][]} all */
function sumOf(all) {
  /** @type {number[]} */
  const sum = [];
  for (const buckets of all) for (const [i, n] of buckets.entries()) sum[i] = (sum[i] ?? 0) + n;
  return Array.from(sum, (n) => n ?? 0);
}

/** @param {Traffic[]} messages @returns {Arrow} */
function arrowOf(messages) {
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
    housekeeping: caller !== 'gateway' && messages.every(({ name }) => aboutKeys.has(name)),
    total: sum((one) => one.total),
    failed: sum((one) => one.failed),
    rate: sum((one) => one.rate),
    failing: sum((one) => one.failing),
    failedLately: sum((one) => one.failedLately),
    p99: quantileMs(sumOf((busy.length > 0 ? busy : messages).map((one) => one.buckets)), 0.99),
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
  const modules = new Set(['gateway', ...last.modules.map(({ name }) => name)]);
  /** @type {Map<string, Traffic[]>} */
  const groups = new Map();
  for (const calls of last.calls) {
    if (!modules.has(calls.caller) || !modules.has(calls.callee)) continue;
    const known = pulses.length > 1 ? before.get(keyOf(calls)) : calls;
    const id = arrowId(calls);
    const traffic = trafficOf(
      calls,
      known ?? empty(calls),
      then.get(keyOf(calls)) ?? empty(calls),
      seconds,
    );
    groups.set(id, [...(groups.get(id) ?? []), traffic]);
  }
  return [...groups.values()].map(arrowOf);
}

/** @param {Calls} calls one that was not there before */
const empty = (calls) => ({ ...calls, ok: 0, failed: 0, latency: [] });

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
