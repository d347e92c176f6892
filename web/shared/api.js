// Requests in the name of whoever is signed in.
import { Problem, request } from './http.js';
import { credentials, renew } from './session.js';

/** @import { Options } from './http.js' */

/**
 * As request(), with credentials. A token that has just ended is renewed, once.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, options = {}) {
  const ask = async () =>
    request(method, path, {
      ...options,
      headers: { ...options.headers, ...(await credentials()) },
    });
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401 || !(await renew())) throw error;
    return ask();
  }
}

/**
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [query] empty ones are left out
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function get(path, query = {}, signal) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return call('GET', text ? `${path}?${text}` : path, { signal });
}
