// How the console writes a message down, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asBytes, asCode, asSeen, madeUp } from '../../web/console/as_code.js';

test('a message is a call in code and a request on the wire', () => {
  const example = {
    name: 'payment.Charge',
    module: 'payment',
    kind: 'command',
    request: '{"order_id":"o","amount":{"amount":255,"currency":"GBP"},"note":null}',
    reply: '{"status":"captured"}',
    code: '{\n  .order_id = *kernel::OrderId::parse("o"),\n}',
  };
  const calls = { caller: 'order', callee: 'payment', kind: 'call' };
  const shown = madeUp(example, calls);
  const code = asCode(shown, calls);
  assert.ok(code.startsWith(`const payment::Charge charge${example.code};\n`), code);
  assert.match(code, /co_await bus\.call\(context, charge\);$/);
  const { request, reply } = asBytes(shown, calls, 'there:1');
  assert.deepEqual(shown.sizes, [example.request.length, example.reply.length]);
  assert.match(request, /^POST \/rpc\/payment\.Charge HTTP\/1\.1\nHost: there:1\n/);
  assert.match(request, new RegExp(`Content-Length: ${example.request.length}\n`));
  assert.match(request, /Idempotency-Key: /);
  assert.match(reply, new RegExp(`Content-Length: ${example.reply.length}\n`));
  const debt = { ...calls, kind: 'owed' };
  const owed = asBytes(madeUp(example, debt), debt, 'there:1').request;
  assert.match(owed, /Cleave-Service: order/);
  assert.doesNotMatch(owed, /Authorization/);
});

test('a real message is shown by what went with it', () => {
  const example = {
    name: 'cart.GetCart',
    kind: 'query',
    request: '{}',
    reply: '{}',
    code: '{}',
  };
  const calls = { caller: 'gateway', callee: 'cart', kind: 'call' };
  const seen = {
    at: '2026-11-28T10:00:00.900Z',
    took_us: 200_000,
    request: '{"owner":{"token":"***"}}',
    reply: '{"revision":1}',
    request_bytes: 61,
    reply_bytes: 14,
    error: null,
    traceparent: '00-t-s-00',
    deadline_ms: 1234,
    asks: 'anonymous',
    key: null,
  };
  const bytes = (changed) =>
    asBytes(asSeen(example, { code: '{.a = 1}' }, { ...seen, ...changed }), calls, 'there:1');
  const { request, reply } = bytes({});
  assert.match(request, /Length: 61\ntraceparent: 00-t-s-00\nCleave-Deadline-Ms: 1234\n\n\{/);
  assert.match(reply, /^HTTP\/1\.1 200 OK\nDate: Sat, 28 Nov 2026 10:00:01 GMT\n/);
  assert.match(bytes({ asks: 'user' }).request, /Authorization: Bearer \*\*\*/);
  const keyed = bytes({ asks: 'service', key: 'k' }).request;
  assert.match(keyed, /Cleave-Service: gateway\nIdempotency-Key: k/);
  assert.equal(bytes({ error: 'not_found: no such cart' }).reply, '');
});

test('a delivered event is answered without a body', () => {
  const data = '{"order_id":"o"}';
  const example = {
    name: 'order.OrderConfirmed',
    kind: 'event',
    request: data,
    code: '{}',
  };
  const calls = { caller: 'order', callee: 'notification', kind: 'event' };
  const { request, reply } = asBytes(madeUp({ ...example, reply: '' }, calls), calls, 'there:1');
  assert.match(request, /^POST \/rpc\/notification\/events HTTP/);
  assert.match(request, /"subject": "o"/);
  assert.match(reply, /^HTTP\/1\.1 204 No Content\nDate: [^\n]*$/);
});
