// Where the map's modules, arrows and figures stand, in both of its forms, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeColumn } from '../../web/console/map_column.js';
import { labelPx } from '../../web/console/map_labels.js';
import { placeMap } from '../../web/console/map_layout.js';
import { arrowsOf } from '../../web/console/traffic.js';
import { busyPulseOf, graph, layouts, names, pulseOf } from './pulses.js';

const apart = (a, b) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const within = (a, b) =>
  a.x > b.x && a.x + a.width < b.x + b.width && a.y > b.y && a.y + a.height < b.y + b.height;

const forms = {
  'wide map': placeMap,
  'wide map with little room': (pulse, arrows) => placeMap(pulse, arrows, 1200),
  'narrow map': (pulse, arrows) => placeColumn(pulse, arrows, 311),
  'narrowest map': (pulse, arrows) => placeColumn(pulse, arrows, 200),
};
const cases = Object.entries(forms).flatMap(([form, place]) =>
  Object.entries(layouts).map(([name, places]) => ({
    what: `the ${form} of a ${name}`,
    place,
    places,
  })),
);

for (const { what, place, places } of cases) {
  test(`in ${what} nothing lies on another, and modules lie in their process`, () => {
    const pulse = pulseOf(places);
    const placed = place(pulse, arrowsOf([pulse]));
    assert.equal(placed.modules.length, names.length + 1);
    for (const all of [placed.modules, placed.processes])
      for (const [i, one] of all.entries())
        for (const other of all.slice(i + 1))
          assert.ok(apart(one, other), `${one.name}, ${other.name}`);
    for (const process of placed.processes)
      for (const module of placed.modules.filter((one) => process.modules.includes(one.name)))
        assert.ok(within(module, process), module.name);
    assert.equal(placed.arrows.length, graph.length - 1); // what is about keys is not drawn
  });

  test(`the longest figures in ${what} lie on no box and on no other figures`, () => {
    const after = busyPulseOf(places);
    const none = after.calls.map((calls) => ({ ...calls, ok: 0, failed: 0, latency: [] }));
    const before = { ...after, at: new Date(-2000).toISOString(), calls: none };
    const placed = place(after, arrowsOf([before, after]));
    const labels = placed.arrows.map(({ label, arrow }) => ({ name: arrow.id, ...label.rect }));
    assert.ok(labels.length >= 12);
    for (const [i, label] of labels.entries()) {
      const { arrow, broken, label: drawn } = placed.arrows[i];
      const said = drawn.lines.join(' ').replaceAll(' · ', ' ');
      assert.match(said, /^\d+\/s \d+ ms \d+ err\/s( breaker half open)?$/);
      assert.equal(said.endsWith('half open'), arrow.crosses, said);
      assert.ok(label.width >= labelPx(drawn.lines, broken), label.name);
      assert.ok(label.height >= 16 * drawn.lines.length, label.name);
      assert.ok(
        within(label, { x: -1, y: -1, width: placed.width + 2, height: placed.height + 2 }),
      );
      for (const other of [...placed.modules, ...labels.slice(i + 1)])
        assert.ok(apart(label, other), `${label.name}, ${other.name}`);
      for (const frame of placed.processes)
        assert.ok(
          within(label, frame) || apart(label, frame),
          `${label.name} across the frame ${frame.name}`,
        );
    }
  });
}

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

/** The x of a way's upright part: the furthest left that it goes. @param {string} d */
const trackOf = (d) => Number(/V\S+ ?Q([\d.]+) /.exec(d)[1]);

test('in the narrow map a call stays in its frame unless it leaves its process', () => {
  const pulse = busyPulseOf(layouts.grouped);
  const { arrows, processes } = forms['narrow map'](pulse, arrowsOf([pulse]));
  const frameOf = (module) => processes.find(({ modules }) => modules.includes(module));
  assert.equal(arrows.filter(({ arrow }) => !arrow.crosses).length >= 2, true);
  for (const { arrow, d } of arrows)
    assert.equal(trackOf(d) < frameOf(arrow.caller).x, arrow.crosses, arrow.id);
});

test('in the narrow map arrows share an upright line only if one module sends them all', () => {
  for (const places of Object.values(layouts)) {
    const pulse = busyPulseOf(places);
    const { arrows } = forms['narrow map'](pulse, arrowsOf([pulse]));
    const uprights = arrows.map(({ arrow, d }) => {
      const ends = [/^M\S+ ([\d.]+)H/.exec(d)[1], / ([\d.]+)H[\d.]+$/.exec(d)[1]].map(Number);
      const { caller, crosses, delivers } = arrow;
      const key = `${caller} ${crosses} ${delivers}`;
      return { id: arrow.id, key, x: trackOf(d), from: Math.min(...ends), to: Math.max(...ends) };
    });
    for (const [i, one] of uprights.entries())
      for (const other of uprights.slice(i + 1))
        if (one.key !== other.key && one.x === other.x)
          assert.ok(one.to < other.from || other.to < one.from, `${one.id} on ${other.id}`);
  }
});

test('a frame whose process is out of reach says so in full, and what else has room', () => {
  const titleOf = (url, reachable) => {
    const pulse = pulseOf(layouts.split);
    const processes = pulse.processes.map((one) => ({ ...one, url, reachable }));
    const placed = placeMap({ ...pulse, processes }, arrowsOf([pulse]));
    return placed.processes.find(({ name }) => name === 'order').title[0];
  };
  assert.equal(titleOf('http://127.0.0.1:38157', false), 'out of reach · port 38157');
  assert.equal(titleOf('unix:/run/cleave/order', false), 'out of reach · unix sock…');
  assert.equal(titleOf('http://127.0.0.1:38157', true), 'own process · port 38157');
  assert.match(titleOf('http://shop-7.internal.example:8105', false), /^out of reach · shop-7/);
});
