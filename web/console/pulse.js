// How the shop is doing now: asked every two seconds while a view looks on.
import { get } from '../shared/api.js';
import { toProblem } from '../shared/http.js';
import { useEffect } from '../shared/html.js';
import { makeStore, useStore } from '../shared/store.js';
import { complete, remember } from './remembered.js';

/** @import { Problem } from '../shared/http.js' */
/** @import { Pulse } from './types.js' */

const everyMs = 2000;
const kept = 6; // rates are over the last ten seconds

/**
 * @typedef {{ pulses: Pulse[], minutesAgo: Pulse | undefined, problem: Problem | null }} Watched
 *   pulses: oldest first; minutesAgo: the oldest that this page has seen in the last minutes
 */

const nothing = /** @type {Watched} */ ({ pulses: [], minutesAgo: undefined, problem: null });
const watched = makeStore(nothing);
/** @type {Pulse[]} whatever view looked on */
let remembered = [];
/** @type {Pulse | undefined} the same */
let newest;
let watchers = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

async function look() {
  const before = watched.get();
  try {
    const pulse = document.hidden ? null : await get('/api/v1/admin/pulse');
    if (pulse) {
      newest = complete(pulse, newest);
      remembered = remember(remembered, newest);
      const pulses = [...before.pulses, newest].slice(-kept);
      watched.set({ pulses, minutesAgo: remembered[0], problem: null });
    }
  } catch (error) {
    watched.set({ ...before, problem: toProblem(error) });
  }
  if (watchers > 0) timer = setTimeout(look, everyMs);
}

/** @returns {Watched} */
export function usePulse() {
  useEffect(() => {
    if (++watchers === 1) void look();
    return () => {
      if (--watchers > 0) return;
      clearTimeout(timer);
      watched.set(nothing);
    };
  }, []);
  return useStore(watched);
}
