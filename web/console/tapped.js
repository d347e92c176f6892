// The next real message on an arrow: asked for until it has come.
import { get } from '../shared/api.js';
import { toProblem } from '../shared/http.js';
import { useCallback, useEffect, useState } from '../shared/html.js';
import { session } from '../shared/session.js';

/** @import { Problem } from '../shared/http.js' */
/** @import { Calls, Tapped } from './types.js' */

const everyMs = 2000;

/**
 * @typedef {object} Awaited
 * @property {Tapped | null} tapped the last that came
 * @property {boolean} waits for one, or for the one after
 * @property {Problem | null} problem the process that sends it could not be asked
 * @property {() => void} next asks for one more
 */

/** What has come, for when one returns to it. @type {Map<string, Tapped>} */
const kept = new Map();
session.watch(({ state }) => {
  if (state !== 'user') kept.clear(); // it is of the shop's customers
});

/**
 * @param {Calls} calls
 * @returns {Awaited}
 */
export function useTapped({ message, caller, callee, kind }) {
  const key = [message, caller, callee, kind].join(' ');
  const [tapped, setTapped] = useState(kept.get(key) ?? null);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [wanted, setWanted] = useState(tapped ? 0 : 1);
  const [come, setCome] = useState(0);
  const waits = come < wanted;
  useEffect(() => {
    if (!waits) return;
    const abort = new AbortController();
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const path = `/api/v1/admin/messages/${encodeURIComponent(message)}/next`;
    const ask = async () => {
      try {
        const found = /** @type {Tapped | null} */ (
          document.hidden ? null : await get(path, { caller, callee, sent_as: kind }, abort.signal)
        );
        if (abort.signal.aborted) return;
        setProblem(null);
        if (found?.seen) {
          kept.set(key, found);
          setTapped(found);
          setCome(wanted);
          return;
        }
      } catch (error) {
        if (abort.signal.aborted) return;
        setProblem(toProblem(error));
      }
      timer = setTimeout(ask, everyMs);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [wanted, waits]);
  const next = useCallback(() => setWanted((n) => n + 1), []);
  return { tapped, waits, problem, next };
}
