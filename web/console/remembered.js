// What earlier pulses tell of the one that has just come.

/** @import { Pulse } from './types.js' */

const rememberedMs = 5 * 60_000;
const stepMs = 15_000; // between two

/**
 * The pulses of the last minutes, thinned out: against the oldest one sees what failed since.
 * @param {Pulse[]} all oldest first
 * @param {Pulse} pulse
 */
export function remember(all, pulse) {
  const at = Date.parse(pulse.at);
  const age = (/** @type {Pulse | undefined} */ one) => (one ? at - Date.parse(one.at) : Infinity);
  const some = all.filter((one) => age(one) <= rememberedMs);
  return age(some.at(-1)) >= stepMs ? [...some, pulse] : some;
}

/** Modules whose process does not answer. @param {Pulse} pulse */
export const outOfReach = ({ modules }) =>
  new Set(modules.filter(({ reachable }) => !reachable).map(({ name }) => name));

/**
 * What a module sends only its own process counts. While that is out of reach, its last known
 * counts stand in.
 * @param {Pulse} pulse
 * @param {Pulse | undefined} before completed, too
 * @returns {Pulse}
 */
export function complete(pulse, before) {
  const lost = outOfReach(pulse);
  const told = new Set(pulse.calls.map(({ caller }) => caller));
  const known = before?.calls ?? [];
  const missing = known.filter(({ caller }) => lost.has(caller) && !told.has(caller));
  return missing.length > 0 ? { ...pulse, calls: [...pulse.calls, ...missing] } : pulse;
}
