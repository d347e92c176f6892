// The rules of all modules, held against one another.

/** @import { Rules } from './types.js' */

/**
 * @param {Record<string, Rules>} a by module
 * @param {Record<string, Rules>} b
 */
export function sameRules(a, b) {
  const text = (/** @type {Record<string, Rules>} */ all) =>
    JSON.stringify(Object.entries(all).sort(([one], [other]) => one.localeCompare(other)));
  return text(a) === text(b);
}
