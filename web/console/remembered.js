// The pulses of the last minutes, thinned out: against the oldest one sees what failed since.

/** @import { Pulse } from './types.js' */

const rememberedMs = 5 * 60_000;
const stepMs = 15_000; // between two

/**
 * @param {Pulse[]} all oldest first
 * @param {Pulse} pulse
 */
export function remember(all, pulse) {
  const at = Date.parse(pulse.at);
  const age = (/** @type {Pulse | undefined} */ one) => (one ? at - Date.parse(one.at) : Infinity);
  const some = all.filter((one) => age(one) <= rememberedMs);
  return age(some.at(-1)) >= stepMs ? [...some, pulse] : some;
}
