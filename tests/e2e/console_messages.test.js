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
  const calls = { caller: 'order', callee: 'payment', kind: 'call', transport: 'http' };
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
  const calls = { caller: 'gateway', callee: 'cart', kind: 'call', transport: 'http' };
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
  const calls = { caller: 'order', callee: 'notification', kind: 'event', transport: 'http' };
  const { request, reply } = asBytes(madeUp({ ...example, reply: '' }, calls), calls, 'there:1');
  assert.match(request, /^POST \/rpc\/notification\/events HTTP/);
  assert.match(request, /"subject": "o"/);
  assert.match(reply, /^HTTP\/1\.1 204 No Content\nDate: [^\n]*$/);
});

const charge = {
  name: 'payment.Charge',
  kind: 'command',
  request: '{"order_id":"o"}',
  reply: '{"status":"captured"}',
  code: '{}',
};

test('bytes are on a wire only where HTTP is, and never have its lines elsewhere', () => {
  const confirmed = { ...charge, name: 'order.OrderConfirmed', kind: 'event', reply: '' };
  const bytes = (example, kind, transport) => {
    const calls = { caller: 'order', callee: 'there', kind, transport };
    return asBytes(madeUp(example, calls), calls, 'there:1');
  };
  for (const [example, kind] of [
    [charge, 'call'],
    [charge, 'owed'],
    [confirmed, 'event'],
  ]) {
    const wire = bytes(example, kind, 'http');
    assert.deepEqual([wire.title, wire.css], ['The bytes on the wire', 'across']);
    const encoded = bytes(example, kind, 'serialized');
    assert.equal(encoded.title, 'The bytes, encoded and decoded in this process');
    const within = [encoded];
    if (kind !== 'call') within.push(bytes(example, kind, 'local'));
    for (const { css, request, reply, beside } of within) {
      assert.equal(css, 'within');
      assert.match(request, /^\{/);
      assert.match(reply, kind === 'event' ? /^$/ : /^\{/);
      assert.equal(/key /.test(beside), kind !== 'event', beside);
    }
    if (kind !== 'call')
      assert.equal(within[1].title, 'The bytes that the relay hands over, in this process');
  }
  const called = bytes(charge, 'call', 'local');
  assert.equal(called.title, 'The bytes that it would be in another process');
  assert.match(called.request, /^POST \/rpc\/payment\.Charge HTTP/);
});

test('a message that is called like a keyword of C++ is no variable of that name', () => {
  const calls = { caller: 'gateway', callee: 'auth', kind: 'call', transport: 'local' };
  const codeOf = (name) => asCode({ ...charge, name }, calls);
  assert.match(codeOf('auth.Register'), /^const auth::Register register_\{\};\n.*, register_\);$/);
  assert.match(codeOf('payment.Void'), /^const payment::Void void_\{\};\n/);
  assert.match(codeOf('payment.Charge'), /^const payment::Charge charge\{\};\n/);
});

test('a made-up message shows no secrets, and nobody is said to ask it', () => {
  const request = '{"email":"a@b.example","password":"seven \\"green\\" bottles","name":"Ada"}';
  const register = {
    name: 'auth.Register',
    kind: 'command',
    request,
    reply: '{"token_type":"Bearer","refresh_token":"Qm9uZGll"}',
    code: '{\n  .password = kernel::SecretText("seven \\"green\\" bottles"),\n  .name = "Ada",\n}',
  };
  const calls = { caller: 'gateway', callee: 'auth', kind: 'call', transport: 'http' };
  const shown = madeUp(register, calls);
  const bytes = asBytes(shown, calls, 'there:1');
  assert.equal(shown.code, '{\n  .password = kernel::SecretText("***"),\n  .name = "Ada",\n}');
  assert.match(bytes.request, /"password": "\*\*\*",\n +"name": "Ada"/);
  assert.match(bytes.request, new RegExp(`Content-Length: ${request.length}\n`));
  assert.match(bytes.reply, /"token_type": "Bearer",\n +"refresh_token": "\*\*\*"/);
  assert.doesNotMatch(bytes.request, /Authorization|Cleave-Service/);
});
