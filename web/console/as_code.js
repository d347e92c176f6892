// A message as a call in code, and as bytes on the wire: made from its example.

/** @import { Calls, Example } from './types.js' */

/** @param {unknown} value @param {string} indent @returns {string} */
function literal(value, indent) {
  if (value === null) return 'std::nullopt';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `{${value.map((one) => literal(one, inner)).join(', ')}}`;
  const entries = Object.entries(value);
  const short = entries.length <= 2 && entries.every(([, one]) => typeof one !== 'object');
  if (short) return `{${entries.map(([, one]) => literal(one, inner)).join(', ')}}`;
  const lines = entries.map(([name, one]) => `${inner}.${name} = ${literal(one, inner)},`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** "payment.Charge" → "charge" @param {string} name */
function variableOf(name) {
  const [, type = name] = name.split('.');
  return type.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}

/**
 * @param {Example} example
 * @param {Calls} calls
 * @returns {string} C++
 */
export function asCode({ name, kind, request }, calls) {
  const type = name.replace('.', '::');
  const variable = variableOf(name);
  const value = literal(JSON.parse(request), '');
  const made = value === '{}' ? `const ${type} ${variable};` : `const ${type} ${variable}${value};`;
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

/** @param {string} caller of an event @param {Example} example */
function cloudEvent(caller, { name, request }) {
  const event = {
    specversion: '1.0',
    id: '0190a000-0000-7000-8000-00000000000e',
    source: caller,
    type: name,
    subject: '0190a000-0000-7000-8000-000000000001',
    time: '2026-03-14T09:26:53.589Z',
    datacontenttype: 'application/json',
    data: JSON.parse(request),
  };
  return JSON.stringify(event);
}

/**
 * What goes over the wire and what comes back. Bodies are shown with line breaks that they do not
 * have; lengths are those without.
 * @param {Example} example
 * @param {Calls} calls
 * @param {string} where the host that is called
 * @returns {{ request: string, reply: string }}
 */
export function asBytes(example, calls, where) {
  const { name, kind, reply } = example;
  const isEvent = kind === 'event';
  const body = isEvent ? cloudEvent(calls.caller, example) : example.request;
  const path = isEvent ? `/rpc/${calls.callee}/events` : `/rpc/${name}`;
  const byRelay = calls.kind !== 'call';
  const request = [
    `POST ${path} HTTP/1.1`,
    `Host: ${where}`,
    'Content-Type: application/json',
    `Content-Length: ${bytesOf(body)}`,
    'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'Cleave-Deadline-Ms: 9974',
    byRelay ? `Cleave-Service: ${calls.caller}` : 'Authorization: Bearer ***',
    ...(kind === 'command' ? ['Idempotency-Key: 0190a000-0000-7000-8000-00000000000b'] : []),
    '',
    pretty(body),
  ];
  const answer = reply && reply !== '{}' ? reply : '{}';
  const back = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    `Content-Length: ${bytesOf(answer)}`,
    '',
    pretty(answer),
  ];
  return { request: request.join('\n'), reply: back.join('\n') };
}
