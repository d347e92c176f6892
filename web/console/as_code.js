// A message as a call in code, and as bytes on the wire: made from its example.

/** @import { Calls, Example } from './types.js' */

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

/** @param {string} caller of an event @param {Example} example */
function cloudEvent(caller, { name, request }) {
  const data = JSON.parse(request);
  const event = {
    specversion: '1.0',
    id: '0190a000-0000-7000-8000-00000000000e',
    source: caller,
    type: name,
    subject: data.order_id ?? data.user_id,
    time: '2026-03-14T09:26:53.589Z',
    datacontenttype: 'application/json',
    data,
  };
  return JSON.stringify(event);
}

/**
 * What goes over the wire and what comes back. Bodies are shown with line breaks that they do not
 * have; lengths are those without.
 * @param {Example} example
 * @param {Calls} calls
 * @param {string} where the host that is called
 * @returns {{ request: string, reply: string, sizes: [number, number] }} sizes: of the bodies
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
  return {
    request: request.join('\n'),
    reply: back.join('\n'),
    sizes: [bytesOf(body), bytesOf(answer)],
  };
}
