// A value that views watch.
import { useEffect, useState } from './html.js';

/**
 * @template T
 * @typedef {{ get(): T, set(value: T): void, watch(see: (value: T) => void): () => void }} Store
 */

/**
 * @template T
 * @param {T} value the first one
 * @returns {Store<T>}
 */
export function makeStore(value) {
  /** @type {Set<(value: T) => void>} */
  const watchers = new Set();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const see of [...watchers]) see(next);
    },
    watch(see) {
      watchers.add(see);
      return () => watchers.delete(see);
    },
  };
}

/**
 * The store's value; the view is drawn again whenever it changes.
 * @template T
 * @param {Store<T>} store
 * @returns {T}
 */
export function useStore(store) {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(() => store.get()); // it may have changed since the view was drawn
    return store.watch((next) => setValue(() => next));
  }, [store]);
  return value;
}
