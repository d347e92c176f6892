// Which traces are listed, and how long they took, in words.

/** @import { Trace, TraceRow } from './types.js' */

const consoles = [
  /^GET \/assets\//,
  /^GET \/(admin|console)/,
  /^GET \/api\/v1\/(admin\/|me$)/,
  /^POST \/api\/v1\/auth\/refresh$/,
];

/** Whether it is what the console itself asks, over and over. @param {TraceRow} row */
export const isOwn = ({ name }) => consoles.some((one) => one.test(name));

/**
 * How long it took until the request was answered, and with all that was delivered afterwards; µs.
 * @param {Trace} trace
 */
export function timesOf({ spans, took_us }) {
  const root = spans.find(({ parent_id }) => parent_id === null);
  return { answered: root?.took_us ?? took_us, all: took_us };
}

/** The same of a row of the list. @param {TraceRow} row */
export const timesOfRow = ({ answered_us, took_us }) => ({
  answered: answered_us || took_us,
  all: took_us,
});

const seconds = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' });

/** To the second: requests come closer than minutes. @param {string} time RFC 3339 */
export const second = (time) => seconds.format(new Date(time));
