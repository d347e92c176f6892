// What the console computes from what it is told, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameRules } from '../../web/console/fault_rules.js';
import * as words from '../../web/console/history_words.js';
import { firstPair } from '../../web/console/kept_traces.js';
import { labelPx } from '../../web/console/map_labels.js';
import { placeMap } from '../../web/console/map_layout.js';
import { labelOf } from '../../web/console/map_arrows.js';
import { remember } from '../../web/console/remembered.js';
import { arrowsOf, quantileMs } from '../../web/console/traffic.js';
import { recorded } from '../../web/console/recorded.js';
import { isOwn, timesOf, timesOfRow } from '../../web/console/trace_list.js';
import { causes, rowsOf, spentOn } from '../../web/console/trace_rows.js';

const graph = [
  ['gateway', 'auth', 'auth.Login'],
  ['gateway', 'catalog', 'catalog.FindProducts'],
  ['gateway', 'order', 'order.PlaceOrder'],
  ['cart', 'catalog', 'catalog.GetProducts'],
  ['order', 'cart', 'cart.GetCart'],
  ['order', 'payment', 'payment.Charge'],
  ['order', 'catalog', 'catalog.Reserve'],
  ['cart', 'auth', 'auth.GetRevocations'],
];
const names = ['auth', 'cart', 'catalog', 'order', 'payment'];

/** @param {Record<string, string>} places the process of each module; else the gateway's */
function pulseOf(places, at = 0, ok = 0) {
  const placeOf = (name) => places[name] ?? 'gateway';
  const calls = graph.map(([caller, callee, message]) => ({
    caller,
    callee,
    message,
    kind: 'call',
    transport: placeOf(caller) === placeOf(callee) ? 'local' : 'http',
    ok,
    failed: 0,
    latency: [0, 0, ok],
  }));
  return {
    at: new Date(at).toISOString(),
    processes: [...new Set(['gateway', ...Object.values(places)])].map((name) => ({
      name,
      reachable: true,
      breakers: [],
    })),
    modules: names.map((name) => ({ name, process: placeOf(name), reachable: true })),
    calls,
    subscriptions: [],
  };
}

const layouts = {
  monolith: {},
  split: Object.fromEntries(names.map((name) => [name, name])),
  grouped: { cart: 'cart+order', order: 'cart+order', payment: 'payment' },
};

const apart = (a, b) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

for (const [name, places] of Object.entries(layouts))
  test(`in the map of a ${name} nothing lies on another, and modules lie in their process`, () => {
    const pulse = pulseOf(places);
    const placed = placeMap(pulse, arrowsOf([pulse]));
    assert.equal(placed.modules.length, names.length + 1);
    for (const all of [placed.modules, placed.processes])
      for (const [i, one] of all.entries())
        for (const other of all.slice(i + 1))
          assert.ok(apart(one, other), `${one.name}, ${other.name}`);
    for (const process of placed.processes)
      for (const module of placed.modules.filter((one) => process.modules.includes(one.name))) {
        assert.ok(module.x > process.x && module.x + module.width < process.x + process.width);
        assert.ok(module.y > process.y && module.y + module.height < process.y + process.height);
      }
    assert.equal(placed.arrows.length, graph.length - 1); // what is about keys is not drawn
  });

/** All ways of the shop, each with figures as long as they get, and every breaker half open. */
function busyPulseOf(places) {
  const pulse = pulseOf(places);
  const more = [
    ['gateway', 'cart', 'call'],
    ['gateway', 'payment', 'call'],
    ['gateway', 'notification', 'call'],
    ['auth', 'notification', 'event'],
    ['order', 'notification', 'event'],
    ['order', 'cart', 'owed'],
  ];
  const modules = [...names, 'notification'];
  const placeOf = (name) => places[name] ?? (places.auth ? name : 'gateway');
  for (const [caller, callee, kind] of more)
    pulse.calls.push({ ...pulse.calls[0], caller, callee, kind, message: `${callee}.Any` });
  pulse.calls = pulse.calls.map((calls) => ({
    ...calls,
    transport: placeOf(calls.caller) === placeOf(calls.callee) ? 'local' : 'http',
    ok: 12345,
    failed: 23456,
    latency: [...Array(22).fill(0), 35801],
  }));
  pulse.modules = modules.map((name) => ({ name, process: placeOf(name), reachable: true }));
  pulse.processes = [...new Set(['gateway', ...modules.map(placeOf)])].map((name) => ({
    name,
    url: name === 'gateway' ? null : 'http://shop-7.internal.example:8105',
    reachable: name === 'gateway',
    resident_bytes: 2 ** 27,
    process_id: 1234567,
    breakers: modules.map((callee) => ({ callee, state: 'half_open' })),
  }));
  return pulse;
}

for (const [name, places] of Object.entries(layouts))
  test(`the longest figures on the map of a ${name} lie on no box and on no other figures`, () => {
    const after = busyPulseOf(places);
    const none = after.calls.map((calls) => ({ ...calls, ok: 0, failed: 0, latency: [] }));
    const before = { ...after, at: new Date(-2000).toISOString(), calls: none };
    const placed = placeMap(after, arrowsOf([before, after]));
    const labels = placed.arrows.map(({ label, arrow }) => ({ name: arrow.id, ...label.rect }));
    assert.ok(labels.length >= 12);
    for (const [i, label] of labels.entries()) {
      const { lines } = placed.arrows[i].label;
      assert.match(lines[0], /^\d+\/s · \d+ ms · \d+ err\/s$/);
      assert.ok(label.width >= labelPx(lines) && label.height >= 16 * lines.length);
      const inside = label.x >= 0 && label.x + label.width <= placed.width;
      assert.ok(inside && label.y >= 0 && label.y + label.height <= placed.height, label.name);
      for (const other of [...placed.modules, ...labels.slice(i + 1)])
        assert.ok(apart(label, other), `${label.name}, ${other.name}`);
      for (const frame of placed.processes) {
        const within =
          label.x > frame.x &&
          label.x + label.width < frame.x + frame.width &&
          label.y > frame.y &&
          label.y + label.height < frame.y + frame.height;
        assert.ok(within || apart(label, frame), `${label.name} across the frame ${frame.name}`);
      }
    }
  });

test('a leader goes from figures to their own arrow', () => {
  const pulse = busyPulseOf(layouts.split);
  const { arrows } = placeMap(pulse, arrowsOf([pulse]));
  for (const { arrow, way, label } of arrows) {
    const { x, y, width, height } = label.rect;
    const on = way.some((p) => p.x > x && p.x < x + width && p.y > y && p.y < y + height);
    assert.equal(label.leader === null, on, arrow.id);
    if (!label.leader) continue;
    const [from, to] = label.leader;
    assert.ok(from.x >= x && from.x <= x + width && from.y >= y && from.y <= y + height);
    assert.ok(way.some((point) => point.x === to.x && point.y === to.y));
  }
});

test('a module stands where it stood when it moves to another process', () => {
  const at = (places) => {
    const pulse = pulseOf(places);
    const { modules } = placeMap(pulse, arrowsOf([pulse]));
    return Object.fromEntries(modules.map(({ name, x, y }) => [name, `${x} ${y}`]));
  };
  assert.deepEqual(at(layouts.split), at(layouts.monolith));
});

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

test('a quantile lies between the bounds of its bucket', () => {
  assert.equal(quantileMs([], 0.99), null);
  assert.equal(quantileMs([0, 0, 10], 1), 0.001024);
  assert.equal(quantileMs([0, 0, 10], 0.5), 0.000768);
  assert.ok(quantileMs([90, 0, 0, 10], 0.5) < 0.000256);
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
    '0 requests a second now, 5 % failed',
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
