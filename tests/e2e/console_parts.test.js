// What the console computes from what it is told, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameRules } from '../../web/console/fault_rules.js';
import * as words from '../../web/console/history_words.js';
import { firstPair } from '../../web/console/kept_traces.js';
import { labelOf } from '../../web/console/map_arrows.js';
import { complete, remember } from '../../web/console/remembered.js';
import { quantileMs } from '../../web/console/quantiles.js';
import { arrowsOf } from '../../web/console/traffic.js';
import { recorded } from '../../web/console/recorded.js';
import { isOwn, timesOf, timesOfRow } from '../../web/console/trace_list.js';
import { causes, rowsOf, spentOn } from '../../web/console/trace_rows.js';
import { layouts, pulseOf } from './pulses.js';

test('rates are what happened between the pulses, and begin anew with a process', () => {
  const before = pulseOf({}, 0, 100);
  const after = pulseOf({}, 2000, 110);
  const charge = (pulses) =>
    arrowsOf(pulses).find(({ caller, callee }) => caller === 'order' && callee === 'payment');
  assert.equal(charge([before]).rate, 0);
  assert.equal(charge([before, after]).rate, 5);
  assert.equal(charge([after, pulseOf({}, 4000, 6)]).rate, 3);
  assert.ok(charge([before, after]).p99 <= 0.001024);
});

test('what failed long ago is no longer on the map, what failed lately is', () => {
  const at = (minutes, failed) => {
    const pulse = pulseOf({}, minutes * 60_000, 100);
    return { ...pulse, calls: pulse.calls.map((calls) => ({ ...calls, failed })) };
  };
  let all = [];
  const label = (pulse) => {
    all = remember(all, pulse);
    const [arrow] = arrowsOf([pulse, pulse], all[0]);
    return labelOf(arrow);
  };
  assert.doesNotMatch(label(at(0, 1)), /err/); // before this page looked: nobody knows when
  assert.match(label(at(1, 3)), / · 2 err$/);
  assert.match(label(at(4, 3)), / · 2 err$/);
  assert.doesNotMatch(label(at(7, 3)), /err/);
  assert.match(label(at(8, 4)), / · 1 err$/);
});

test('arrows of a module that is out of reach stay as they were, and are said to be so', () => {
  const before = pulseOf(layouts.split, 0, 100);
  const lost = (pulse) => ({
    ...pulse,
    modules: pulse.modules.map((one) => ({ ...one, reachable: one.name !== 'order' })),
    calls: pulse.calls.filter(({ caller }) => caller !== 'order'),
  });
  const now = complete(lost(pulseOf(layouts.split, 2000, 110)), before);
  const next = complete(lost(pulseOf(layouts.split, 4000, 120)), now);
  const charge = arrowsOf([before, now, next]).find(({ id }) => id === 'order-payment');
  assert.deepEqual([charge.total, charge.rate, charge.lost], [100, 0, true]);
  assert.equal(labelOf(charge), '0/s · out of reach');
  const { rate, lost: isLost } = arrowsOf([before, now, next]).find(({ id }) => id === 'cart-auth');
  assert.deepEqual([rate, isLost], [5, false]);
  const back = complete(pulseOf(layouts.split, 6000, 130), next);
  assert.equal(back.calls.length, before.calls.length);
  assert.ok(arrowsOf([next, back]).every((arrow) => !arrow.lost));
});

test('a quantile lies between the bounds of its bucket', () => {
  const of = (buckets, tookUs, share) => quantileMs({ buckets, tookUs }, share);
  assert.equal(of([], 0, 0.99), null);
  assert.equal(of([0, 0, 10], 10, 1), 0.001024);
  assert.equal(of([0, 0, 10], 7.7, 0.5), 0.000768);
  assert.ok(of([90, 0, 0, 10], 30, 0.5) < 0.000256);
});

test('a quantile is no longer than the sum of all times allows', () => {
  const ofSeconds = Array(26).fill(0); // the last: from 8.6 s to 17.2 s
  const one = [...ofSeconds, 1];
  for (const share of [0.5, 0.99])
    assert.equal(quantileMs({ buckets: one, tookUs: 9.9e6 }, share), 9900);
  const late = { buckets: [...ofSeconds, 1], tookUs: 16.9e6 };
  assert.equal(quantileMs(late, 0.5), 16_900);
  const two = quantileMs({ buckets: [...ofSeconds, 2], tookUs: 18e6 }, 0.99);
  assert.ok(two <= 18_000 - 8589.9, `${two}`);
  const most = quantileMs({ buckets: [0, 0, 0, 99, ...ofSeconds.slice(4), 1], tookUs: 9.9e6 }, 1);
  assert.ok(most <= 9900 && most > 9899, `${most}`);
  // Two readings are not of one moment: the bucket holds all the same.
  assert.ok(quantileMs({ buckets: one, tookUs: 0 }, 1) >= 8589);

  const took = (took_us) => {
    const pulse = pulseOf({}, 0, 0);
    const calls = pulse.calls.map((each) => ({ ...each, ok: 1, latency: one, took_us }));
    return arrowsOf([{ ...pulse, calls }])[0].p99;
  };
  assert.equal(took(9.9e6), 9900);
});

test('the time of a trace is all accounted for, and a monolith has nothing on a socket', () => {
  const [monolith, split] = recorded.map(({ trace }) => rowsOf(trace));
  for (const rows of [monolith, split]) {
    const { took, spent } = spentOn(rows);
    const sum = causes.reduce((all, [cause]) => all + spent[cause], 0);
    assert.ok(Math.abs(sum - took) < 1, `${sum} of ${took}`);
    for (const row of rows) assert.ok(row.to >= row.from, row.name);
  }
  assert.equal(monolith.filter((row) => row.crosses).length, 0);
  assert.equal(spentOn(monolith).spent.socket, 0);
  assert.equal(spentOn(monolith).spent.codec, 0);
  const spent = spentOn(split).spent;
  for (const [cause] of causes) assert.ok(spent[cause] > 0, cause);
});

test('what another process did lies inside of the call to it, whatever its clock says', () => {
  const span = (id, cause, process, kind, name, begun, took) => ({
    span_id: id,
    parent_id: cause,
    process,
    kind,
    name,
    transport: kind === 'client' ? 'http' : 'local',
    offset_us: begun,
    took_us: took,
    outcome: 'ok',
  });
  const spans = [
    span('1', null, 'gateway', 'server', 'POST /api/v1/orders', 0, 1000),
    span('2', '1', 'gateway', 'client', 'order.PlaceOrder', 100, 800),
    span('3', '2', 'order', 'server', 'order.PlaceOrder', 5000, 600), // a clock of its own
    span('4', '3', 'order', 'internal', 'x', 5100, 100),
  ];
  const [, call, inner] = rowsOf({ spans });
  assert.equal(call.where, 'order');
  assert.deepEqual(
    call.parts.map(({ cause, from, to }) => [cause, from, to]),
    [
      ['socket', 100, 200],
      ['handler', 200, 800],
      ['socket', 800, 900],
    ],
  );
  assert.equal(inner.from, 300);
});

test('two layouts side by side are two, whatever was kept last', () => {
  const [inOne, inSeven] = recorded;
  const kept = (layout, made) => ({ ...inOne, layout, made });
  const pair = (all) => firstPair(all, recorded).map(({ layout, made }) => `${layout} ${made}`);
  const named = ({ layout, made }) => `${layout} ${made}`;
  assert.deepEqual(pair([]), [named(inOne), named(inSeven)]);
  assert.deepEqual(pair([kept('monolith', 'a')]), [named(inSeven), 'monolith a']);
  assert.deepEqual(pair([kept('split', 'a')]), [named(inOne), 'split a']);
  const many = [kept('split', 'c'), kept('split', 'b'), kept('monolith', 'a')];
  assert.deepEqual(pair(many), ['monolith a', 'split c']);
});

test('a request took as long as it took to be answered, and its deliveries longer', () => {
  const spans = [
    { parent_id: null, took_us: 20 },
    { parent_id: '1', took_us: 5 },
  ];
  assert.deepEqual(timesOf({ spans, took_us: 23 }), { answered: 20, all: 23 });
  assert.deepEqual(timesOf({ spans: spans.slice(1), took_us: 23 }), { answered: 23, all: 23 });
  assert.deepEqual(timesOfRow({ answered_us: 20, took_us: 23 }), { answered: 20, all: 23 });
  assert.deepEqual(timesOfRow({ answered_us: 0, took_us: 23 }), { answered: 23, all: 23 });
});

test('what the console asks itself is told from what customers ask', () => {
  const own = [
    'GET /assets/{name}',
    'GET /api/v1/admin/pulse',
    'GET /api/v1/me',
    'POST /api/v1/auth/refresh',
    'GET /console/{view}',
  ];
  for (const name of own) assert.ok(isOwn({ name }), name);
  const others = [
    'POST /api/v1/orders',
    'GET /api/v1/me/sessions',
    'PUT /api/v1/admin/faults/order',
  ];
  for (const name of others) assert.ok(!isOwn({ name }), name);
});

test('rules are the same in whatever order the modules answered', () => {
  const rules = (error) => ({ enabled: true, rules: [{ error }] });
  assert.ok(sameRules({ a: rules('x'), b: rules('y') }, { b: rules('y'), a: rules('x') }));
  assert.ok(!sameRules({ a: rules('x') }, { a: { enabled: true, rules: [] } }));
});

test('figures have three digits, whole ones all of theirs', () => {
  const all = [0, 35037, 1234.5, 12.34, 0.128];
  assert.deepEqual(all.map(words.figure), ['0', '35,037', '1,235', '12.3', '0.13']);
});

test('figures on an axis are as short as there is room', () => {
  assert.deepEqual(words.axisFigures([0, 2500, 7500]), ['0', '2,500', '7,500']);
  assert.deepEqual(words.axisFigures([0, 7500, 17_500]), ['0', '7.5K', '17.5K']);
  assert.deepEqual(words.axisFigures([0.0001, null, 1_200_000]), ['0.0001', '', '1.2M']);
});

test("the history's charts say what is to be seen", () => {
  const quiet = {
    requests: 0,
    failed: 0,
    p99_ms: 0,
    orders: 0,
    calls_within: 0,
    calls_across: 0,
    queued: 0,
    pending: 0,
    dead: 0,
    open_breakers: 0,
    unreachable: 0,
    cpu_percent: 0.5,
    resident_mib: 40,
  };
  const at = (i, change) => ({ at: new Date(i * 5000).toISOString(), ...quiet, ...change });
  const nothing = [at(0, {}), at(1, {})];
  const some = [
    at(0, { requests: 30, failed: 2, p99_ms: 80, orders: 0.4, calls_within: 1, calls_across: 3 }),
    at(1, { requests: 10, p99_ms: 20, pending: 3, dead: 1, open_breakers: 1, resident_mib: 52 }),
    at(2, { pending: 3, dead: 1, queued: 1, open_breakers: 1, unreachable: 2, resident_mib: 52 }),
  ];
  const both = (say) => [say(nothing), say(some)];
  assert.deepEqual(both(words.requestsWords), [
    'Nobody has asked for anything',
    '0 requests a second now; of all shown, 5 % failed',
  ]);
  assert.deepEqual(both(words.latencyWords), [
    'No request was timed yet',
    'p99 was 20 ms lately, 80 ms at worst',
  ]);
  assert.deepEqual(both(words.ordersWords), ['No order in 1 minute', '2 orders in 1 minute']);
  assert.deepEqual(both(words.messagesWords), [
    'No module has called another',
    '75 % of all messages cross a process',
  ]);
  assert.deepEqual(both(words.outboxesWords), [
    'Nothing is owed now, 0 at most',
    '3 letters owed now, 1 of them dead',
  ]);
  assert.deepEqual(both(words.writesWords), [
    'No write had to wait',
    '1 write waiting now, 1 at most',
  ]);
  assert.deepEqual(both(words.memoryWords), [
    '40 MiB, as at the beginning',
    '52 MiB, 12 more than at the beginning',
  ]);
  assert.deepEqual(both(words.troubleWords), [
    'All modules answer, and no breaker is open',
    '2 modules out of reach, 1 breaker open',
  ]);
});
