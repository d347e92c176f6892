// How the shop is doing now: asked every two seconds while a view looks on.
import { get } from '../shared/api.js';
import { toProblem } from '../shared/http.js';
import { useEffect } from '../shared/html.js';
import { makeStore, useStore } from '../shared/store.js';

/** @import { Problem } from '../shared/http.js' */
/** @import { Pulse } from './types.js' */

const everyMs = 2000;
const kept = 6; // rates are over the last ten seconds

/** @typedef {{ pulses: Pulse[], problem: Problem | null }} Watched  oldest first */

const watched = makeStore(/** @type {Watched} */ ({ pulses: [], problem: null }));
let watchers = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

async function look() {
  const { pulses } = watched.get();
  try {
    const pulse = document.hidden ? null : await get('/api/v1/admin/pulse');
    if (pulse) watched.set({ pulses: [...pulses, pulse].slice(-kept), problem: null });
  } catch (error) {
    watched.set({ pulses, problem: toProblem(error) });
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
      watched.set({ pulses: [], problem: null });
    };
  }, []);
  return useStore(watched);
}
