// A message as a call in code, and as the bytes that it is or would be.

/** @import { Calls, Example, Tapped } from './types.js' */

/**
 * What is shown of a message: a real one, or one made up from its contract.
 * @typedef {object} Shown
 * @property {string} name
 * @property {'query' | 'command' | 'event'} kind
 * @property {string} code the request as C++: the braces behind its type and name
 * @property {string} body of the request, JSON; empty: it is too long to be shown
 * @property {string} answer JSON; empty: there is none to show
 * @property {[number, number]} sizes of both, bytes
 * @property {string} at RFC 3339; when the answer was there
 * @property {string} traceparent
 * @property {number} deadlineMs
 * @property {'user' | 'service' | 'anonymous' | null} asks null: nobody knows
 * @property {string | null} key
 * @property {string | null} error it failed
 */

// Of those that C++ keeps for itself, the ones that a message might be called.
const keywords = new Set(
  (
    'and asm auto bool break case catch char class concept const continue default delete do ' +
    'double else enum explicit export extern false float for friend goto if inline int long ' +
    'mutable namespace new not operator or private protected public register requires return ' +
    'short signed static struct switch template this throw true try typedef union unsigned ' +
    'using virtual void volatile while xor'
  ).split(' '),
);

/** "payment.Charge" → "charge", "payment.Void" → "void_" @param {string} name */
function variableOf(name) {
  const [, type = name] = name.split('.');
  const word = type.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
  return keywords.has(word) ? `${word}_` : word;
}

/**
 * @param {Shown} shown
 * @param {Calls} calls
 * @returns {string} C++
 */
export function asCode({ name, kind, code }, calls) {
  const type = name.replace('.', '::');
  const variable = variableOf(name);
  const made = `const ${type} ${variable}${code};`;
  if (kind === 'event')
    return [
      `// in ${calls.caller}, inside the transaction that made it true`,
      made,
      `tx.publish(${variable});`,
    ].join('\n');
  if (calls.kind === 'owed')
    return [
      `// in ${calls.caller}, inside the transaction that owes it`,
      made,
      `tx.owe(${variable});`,
    ].join('\n');
  return `${made}\nconst auto reply = co_await bus.call(context, ${variable});`;
}

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text).length;
const pretty = (/** @type {string} */ json) => JSON.stringify(JSON.parse(json), null, 2);

const nothing = '{}'; // what a delivered command answers

const anyTime = '2026-03-14T09:26:53.589Z';

/** @param {string} caller of an event @param {Example} example */
function cloudEvent(caller, { name, request }) {
  const data = JSON.parse(request);
  const event = {
    specversion: '1.0',
    id: '0190a000-0000-7000-8000-00000000000e',
    source: caller,
    type: name,
    subject: data.order_id ?? data.user_id,
    time: anyTime,
    datacontenttype: 'application/json',
    data,
  };
  return JSON.stringify(event);
}

const mask = '***';
const secretInCode = /\.(\w+) = kernel::SecretText\("(?:[^"\\]|\\.)*"\)/g;

/**
 * With all secrets as those of a real message are shown: its code tells which fields are some, and
 * tokens are wherever they stand.
 * @param {Example} example
 * @returns {Example}
 */
function masked(example) {
  const secret = new Set([...example.code.matchAll(secretInCode)].map(([, field]) => field));
  const isSecret = (/** @type {string} */ field) => secret.has(field) || /(^|_)token$/.test(field);
  const hide = (/** @type {string} */ json) =>
    JSON.stringify(
      JSON.parse(json, (field, value) =>
        typeof value === 'string' && isSecret(field) ? mask : value,
      ),
    );
  return {
    ...example,
    code: example.code.replace(secretInCode, `.$1 = kernel::SecretText("${mask}")`),
    request: hide(example.request),
    reply: example.reply && hide(example.reply),
  };
}

/**
 * @param {Example} example
 * @param {Calls} calls
 * @returns {Shown}
 */
export function madeUp(example, calls) {
  const isEvent = example.kind === 'event';
  const bodyOf = (/** @type {Example} */ one) =>
    isEvent ? cloudEvent(calls.caller, one) : one.request;
  const answerOf = (/** @type {Example} */ one) => (isEvent ? '' : one.reply || nothing);
  const shown = masked(example);
  return {
    name: example.name,
    kind: example.kind,
    code: shown.code,
    body: bodyOf(shown),
    answer: answerOf(shown),
    sizes: [bytesOf(bodyOf(example)), bytesOf(answerOf(example))],
    at: anyTime,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    deadlineMs: 9974,
    asks: calls.kind === 'call' ? null : 'service', // the relay asks for its module
    key: example.kind === 'command' ? '0190a000-0000-7000-8000-00000000000b' : null,
    error: null,
  };
}

/**
 * @param {Example} example of the same message
 * @param {Tapped} tapped
 * @param {NonNullable<Tapped['seen']>} seen
 * @returns {Shown}
 */
export function asSeen({ name, kind }, { code }, seen) {
  return {
    name,
    kind,
    code,
    body: seen.request,
    answer: seen.reply || (seen.reply_bytes === nothing.length ? nothing : ''),
    sizes: [seen.request_bytes, seen.reply_bytes],
    at: new Date(Date.parse(seen.at) + seen.took_us / 1000).toISOString(),
    traceparent: seen.traceparent,
    deadlineMs: seen.deadline_ms,
    asks: seen.asks,
    key: seen.key,
    error: seen.error,
  };
}

/** Who asks, as a header. @param {Shown} shown @param {Calls} calls */
function principalLines({ asks }, { caller }) {
  if (asks === 'user') return ['Authorization: Bearer ***'];
  return asks === 'service' ? [`Cleave-Service: ${caller}`] : [];
}

/**
 * Over HTTP: what goes there and what comes back. Bodies are shown with line breaks that they do
 * not have; lengths are those without.
 * @param {Shown} shown
 * @param {Calls} calls
 * @param {string} where the host that is called
 * @returns {{ request: string, reply: string }} reply: empty when it failed
 */
function overHttp(shown, calls, where) {
  const isEvent = shown.kind === 'event';
  const path = isEvent ? `/rpc/${calls.callee}/events` : `/rpc/${shown.name}`;
  const request = [
    `POST ${path} HTTP/1.1`,
    `Host: ${where}`,
    'Content-Type: application/json',
    `Content-Length: ${shown.sizes[0]}`,
    `traceparent: ${shown.traceparent}`,
    `Cleave-Deadline-Ms: ${shown.deadlineMs}`,
    ...principalLines(shown, calls),
    ...(shown.key ? [`Idempotency-Key: ${shown.key}`] : []),
    '',
    shown.body && pretty(shown.body),
  ];
  const answered = [
    isEvent ? 'HTTP/1.1 204 No Content' : 'HTTP/1.1 200 OK',
    `Date: ${new Date(shown.at).toUTCString()}`,
  ];
  const carried = [
    'Content-Type: application/json',
    `Content-Length: ${shown.sizes[1]}`,
    '',
    shown.answer && pretty(shown.answer),
  ];
  const reply = [...answered, ...(isEvent ? [] : carried)];
  return { request: request.join('\n'), reply: shown.error ? '' : reply.join('\n') };
}

/**
 * The bodies alone, where nothing goes over a socket.
 * @param {Shown} shown
 * @returns {{ request: string, reply: string }} empty: there is none
 */
function bodies({ body, answer, error }) {
  return { request: body && pretty(body), reply: answer && !error ? pretty(answer) : '' };
}

/**
 * What goes along with a body that is handed over in the process: values, not headers.
 * @param {Shown} shown
 * @param {Calls} calls
 */
function besideIt({ asks, key, deadlineMs, traceparent }, { caller }) {
  const words = [`trace ${traceparent}`, `deadline ${deadlineMs} ms`];
  if (asks === 'service') words.push(`asked by ${caller} itself`);
  if (asks === 'user') words.push('asked by a user');
  if (key) words.push(`key ${key}`);
  return `Beside it, as values and not as bytes: ${words.join('; ')}.`;
}

/**
 * A message as bytes, by the way that it takes.
 * @typedef {object} Bytes
 * @property {string} title
 * @property {'across' | 'within'} css within: it stays in its process
 * @property {string} request
 * @property {string} reply empty: there is none
 * @property {string} beside what goes with it otherwise; empty: nothing
 *
 * @param {Shown} shown
 * @param {Calls} calls
 * @param {string} where the host that is called, or would be
 * @returns {Bytes}
 */
export function asBytes(shown, calls, where) {
  if (calls.transport === 'http')
    return {
      title: 'The bytes on the wire',
      css: 'across',
      ...overHttp(shown, calls, where),
      beside: '',
    };
  if (calls.transport === 'local' && calls.kind === 'call')
    return {
      title: 'The bytes that it would be in another process',
      css: 'within',
      ...overHttp(shown, calls, where),
      beside: '',
    };
  return {
    title:
      calls.transport === 'local'
        ? 'The bytes that the relay hands over, in this process'
        : 'The bytes, encoded and decoded in this process',
    css: 'within',
    ...bodies(shown),
    beside: besideIt(shown, calls),
  };
}
