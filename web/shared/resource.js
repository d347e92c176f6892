// What a view shows and has to fetch first.
import { toProblem } from './http.js';
import { useCallback, useEffect, useState } from './html.js';

/** @import { Problem } from './http.js' */

/**
 * @template T
 * @typedef {{ data: T | null, problem: Problem | null, reload: () => void,
 *             set: (data: T) => void }} Resource
 */

/**
 * Fetched when the view appears and whenever `key` changes. Until then data is null.
 * @template T
 * @param {string} key
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @returns {Resource<T>}
 */
export function useResource(key, load) {
  const [held, hold] = useState(
    /** @type {{ key: string, data: T | null, problem: Problem | null }} */ ({
      key,
      data: null,
      problem: null,
    }),
  );
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      (data) => abort.signal.aborted || hold({ key, data, problem: null }),
      (error) => abort.signal.aborted || hold({ key, data: null, problem: toProblem(error) }),
    );
    return () => abort.abort();
  }, [key, turn]);
  const reload = useCallback(() => {
    hold({ key, data: null, problem: null });
    setTurn((n) => n + 1);
  }, [key]);
  const set = useCallback((/** @type {T} */ data) => hold({ key, data, problem: null }), [key]);
  const current = held.key === key ? held : { data: null, problem: null };
  return { data: current.data, problem: current.problem, reload, set };
}
