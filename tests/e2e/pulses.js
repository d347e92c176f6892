// Pulses as a shop of each layout would send them, for what the console computes from them.

export const graph = [
  ['gateway', 'auth', 'auth.Login'],
  ['gateway', 'catalog', 'catalog.FindProducts'],
  ['gateway', 'order', 'order.PlaceOrder'],
  ['cart', 'catalog', 'catalog.GetProducts'],
  ['order', 'cart', 'cart.GetCart'],
  ['order', 'payment', 'payment.Charge'],
  ['order', 'catalog', 'catalog.Reserve'],
  ['cart', 'auth', 'auth.GetRevocations'],
];
export const names = ['auth', 'cart', 'catalog', 'order', 'payment'];

/** @param {Record<string, string>} places the process of each module; else the gateway's */
export function pulseOf(places, at = 0, ok = 0) {
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
    took_us: ok * 0.7,
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

export const layouts = {
  monolith: {},
  split: Object.fromEntries(names.map((name) => [name, name])),
  grouped: { cart: 'cart+order', order: 'cart+order', payment: 'payment' },
};

/** All ways of the shop, each with figures as long as they get, and every breaker half open. */
export function busyPulseOf(places) {
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
    took_us: 35801 * 800_000,
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

/**
 * An hour of a busy shop, or less of it, as it would be kept.
 * @param {number} count of samples, each of five seconds
 */
export function hourOf(count) {
  const begun = Date.UTC(2026, 0, 5, 9);
  const wave = (i, slow, high) => high * (1.2 + Math.sin(i / slow) + Math.sin(i / 7) / 5);
  return Array.from({ length: count }, (_, i) => ({
    at: new Date(begun + i * 5000).toISOString(),
    requests: wave(i, 60, 410),
    failed: i % 90 === 7 ? 12.4 : 0,
    p50_ms: i < 3 ? 0 : wave(i, 80, 1.4),
    p99_ms: i < 3 ? 0 : wave(i, 50, 23),
    orders: wave(i, 60, 8),
    calls_within: wave(i, 60, 920),
    calls_across: wave(i, 55, 960),
    calls_failed: i % 90 === 7 ? 80 : 0.2,
    queued: i % 11,
    pending: 12,
    dead: 12,
    open_breakers: 0,
    unreachable: 0,
    cpu_percent: wave(i, 60, 61),
    resident_mib: 140 + i / 20,
  }));
}
