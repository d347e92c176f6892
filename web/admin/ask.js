// Requests of an administrator. What changes the shop needs a login that is not long ago: when the
// API says so, the password is asked for, and the request goes on from there.
import { call, get } from '../shared/api.js';
import { Problem } from '../shared/http.js';
import { makeStore } from '../shared/store.js';

/** @import { Options } from '../shared/http.js' */

/** The question that is open; `answer(false)` gives up. */
export const question = makeStore(
  /** @type {{ answer: (signedIn: boolean) => void } | null} */ (null),
);

/** @type {Promise<boolean> | null} one question for all that wait */
let open = null;

function askAgain() {
  open ??= new Promise((/** @type {(signedIn: boolean) => void} */ resolve) => {
    question.set({ answer: resolve });
  }).finally(() => {
    open = null;
    question.set(null);
  });
  return open;
}

/**
 * Sends it, as often as the password has to be given first.
 * @template T
 * @param {() => Promise<T>} send
 * @returns {Promise<T>}
 */
async function withLogin(send) {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      if (await askAgain()) continue;
      throw new Problem({
        status: 401,
        code: 'given_up',
        detail: 'This needs your password, which was not given.',
      });
    }
  }
}

/**
 * Changes something.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export const change = (method, path, options) => withLogin(() => call(method, path, options));

/**
 * Looks at something.
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [query]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export const look = (path, query, signal) => withLogin(() => get(path, query, signal));
