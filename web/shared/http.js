// One request to the API. Every failure is a Problem, whatever went wrong.
import { faultWords } from './faults.js';

/** @import { ProblemBody } from './types.js' */

const timeoutMs = 20_000; // longer than the gateway takes to give up

/** What went wrong, in the terms of RFC 9457. Status 0: no answer came. */
export class Problem extends Error {
  /** @param {Partial<ProblemBody> & { status: number, code: string, detail: string }} body */
  constructor(body) {
    super(body.detail);
    this.status = body.status;
    this.code = body.code;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
    this.traceId = body.trace_id ?? '';
    this.orderId = body.order_id ?? null;
    this.shortages = body.shortages ?? [];
  }

  /** Whether the request may have had its effect although nothing good came back. */
  get isOpen() {
    return this.status === 0 || this.status >= 500;
  }

  /**
   * What is wrong with one field of the body, in a sentence.
   * @param {string} pointer such as "/email"
   */
  at(pointer) {
    const found = this.errors.find((error) => error.pointer === pointer);
    return found ? faultWords(found) : '';
  }

  /** What went wrong, in a sentence: of several faults the first. */
  get said() {
    return this.errors.length > 0 ? faultWords(this.errors[0]) : this.detail;
  }
}

/**
 * @typedef {object} Options
 * @property {unknown} [body] sent as JSON
 * @property {Blob} [file] sent as it is, instead of a body
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal] an abort is thrown on as it is, not as a Problem
 */

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
export async function problemOf(response) {
  const fallback = { status: response.status, code: 'unreadable', detail: response.statusText };
  try {
    return new Problem({ ...fallback, ...(await response.json()) });
  } catch {
    return new Problem(fallback);
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>} the JSON of the answer; null when it has no body
 */
export async function request(method, path, { body, file, headers = {}, signal } = {}) {
  const late = AbortSignal.timeout(timeoutMs);
  const signals = signal ? AbortSignal.any([signal, late]) : late;
  const type = file ? file.type : 'application/json';
  /** @type {Record<string, string>} */
  const typed = file || body !== undefined ? { 'Content-Type': type } : {};
  try {
    const response = await fetch(path, {
      method,
      headers: { ...typed, ...headers },
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: signals,
    });
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    if (error instanceof Problem || signal?.aborted) throw error;
    throw late.aborted
      ? new Problem({ status: 0, code: 'timeout', detail: 'The shop took too long to answer.' })
      : new Problem({ status: 0, code: 'offline', detail: 'The shop could not be reached.' });
  }
}

/** @param {unknown} error anything that was thrown @returns {Problem} */
export function toProblem(error) {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem({ status: 0, code: 'page', detail: 'This page made a mistake.' });
}
