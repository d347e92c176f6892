// The ways of the map's arrows: around what stands between, side by side where they meet a module,
// each with its figures where they cover least.

/** @import { Arrow } from './traffic.js' */
/** @import { PlacedModule, Rect } from './map_layout.js' */

const letterPx = 6.4; // of a label
const laneGap = 17; // between arrows that pass a module on the same side
const clear = { above: 48, below: 30 }; // between a module and the arrows that pass it

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {[Point, Point, Point, Point]} Curve  a cubic Bézier
 * @typedef {{ arrow: Arrow, from: PlacedModule, to: PlacedModule, out: 'left' | 'right',
 *             into: 'left' | 'right' }} End
 * @typedef {{ arrow: Arrow, d: string, text: string, label: Point }} PlacedArrow
 */

/** The words on an arrow; empty: nothing has gone along it yet. @param {Arrow} arrow */
export function labelOf({ total, rate, p99, failing, failed }) {
  if (total === 0) return '';
  const words = [`${perSecond(rate)}/s`];
  if (p99 !== null) words.push(`${milliseconds(p99)} ms`);
  if (failing > 0) words.push(`${perSecond(failing)} err/s`);
  else if (failed > 0) words.push(`${failed} err`);
  return words.join(' · ');
}

/** @param {number} rate */
export function perSecond(rate) {
  if (rate === 0) return '0';
  return rate >= 100 ? Math.round(rate).toString() : rate.toFixed(1);
}

/** @param {number} ms */
export function milliseconds(ms) {
  if (ms >= 100) return Math.round(ms).toString();
  if (ms >= 1) return ms.toFixed(1);
  return ms >= 0.01 ? ms.toFixed(2) : ms.toFixed(3);
}

/**
 * @param {Arrow[]} arrows
 * @param {PlacedModule[]} modules
 * @returns {{ arrows: PlacedArrow[], bottom: number }} bottom: of the lowest way
 */
export function placeArrows(arrows, modules) {
  const at = new Map(modules.map((module) => [module.name, module]));
  /** @type {End[]} */
  const ends = [];
  for (const arrow of arrows) {
    const from = at.get(arrow.caller);
    const to = at.get(arrow.callee);
    if (!from || !to || from === to) continue;
    const out = to.column < from.column ? 'left' : 'right';
    ends.push({ arrow, from, to, out, into: to.column > from.column ? 'left' : 'right' });
  }
  const ports = portsOf(ends);
  const lanes = makeLanes(modules);
  // Short ways first: they have no choice.
  const reach = (/** @type {End} */ { from, to }) => Math.abs(to.column - from.column);
  const ways = [...ends]
    .sort((a, b) => reach(a) - reach(b))
    .map((end) => ({ end, curves: curvesOf(end, ports, lanes) }));
  /** @type {Rect[]} */
  const taken = modules.map(({ x, y, width, height }) => ({ x, y, width, height }));
  const traces = ways.map(({ curves }) => samplesOf(curves));
  const placed = ways.map(({ end, curves }, i) => {
    const text = labelOf(end.arrow);
    const others = traces.filter((_, j) => j !== i).flat();
    return {
      arrow: end.arrow,
      d: pathOf(curves),
      text,
      label: labelOn(curves, text, taken, others),
    };
  });
  const lowest = ways.flatMap(({ curves }) => curves.flat().map(({ y }) => y));
  return { arrows: placed, bottom: Math.max(0, ...lowest) };
}

/**
 * Arrows that meet one side of a module lie beside one another, in the order of where they lead.
 * @param {End[]} ends
 * @returns {Map<string, number>} y by "out:ID" and "into:ID"
 */
function portsOf(ends) {
  /** @type {Map<string, { key: string, module: PlacedModule, other: PlacedModule }[]>} */
  const sides = new Map();
  const add = (
    /** @type {string} */ key,
    /** @type {PlacedModule} */ module,
    /** @type {string} */ side,
    /** @type {PlacedModule} */ other,
  ) => {
    const name = `${module.name} ${side}`;
    sides.set(name, [...(sides.get(name) ?? []), { key, module, other }]);
  };
  for (const { arrow, from, to, out, into } of ends) {
    add(`out:${arrow.id}`, from, out, to);
    add(`into:${arrow.id}`, to, into, from);
  }
  const ports = new Map();
  for (const all of sides.values()) {
    all.sort((a, b) => a.other.row - b.other.row || b.other.column - a.other.column);
    for (const [i, { key, module }] of all.entries())
      ports.set(key, module.y + (module.height * (i + 1)) / (all.length + 1));
  }
  return ports;
}

/**
 * The free heights of each column: above, between and below its modules. Each that is taken moves
 * on for the next one.
 * @param {PlacedModule[]} modules
 * @returns {(column: number, wanted: number) => { y: number, from: number, to: number }}
 */
function makeLanes(modules) {
  /** @type {Map<string, number>} */
  const used = new Map();
  return (column, wanted) => {
    const here = modules.filter((one) => one.column === column).sort((a, b) => a.y - b.y);
    if (here.length === 0) return { y: wanted, from: NaN, to: NaN };
    const heights = here.map((one) => one.y - clear.above);
    const last = here[here.length - 1];
    heights.push(last.y + last.height + clear.below);
    const cost = (/** @type {number} */ y) =>
      Math.abs(y - wanted) + 40 * (used.get(`${column} ${y}`) ?? 0);
    const y = heights.reduce((best, one) => (cost(one) < cost(best) ? one : best));
    const times = used.get(`${column} ${y}`) ?? 0;
    used.set(`${column} ${y}`, times + 1);
    const { x, width } = here[0];
    return { y: y + (y > last.y ? times : -times) * laneGap, from: x - 14, to: x + width + 14 };
  };
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {number} away signed, of both control points
 * @returns {Curve}
 */
const bend = (a, b, away) => [a, { x: a.x + away, y: a.y }, { x: b.x - away, y: b.y }, b];

/**
 * @param {End} end
 * @param {Map<string, number>} ports
 * @param {ReturnType<typeof makeLanes>} lanes
 * @returns {Curve[]}
 */
function curvesOf({ arrow, from, to, out, into }, ports, lanes) {
  const start = {
    x: out === 'right' ? from.x + from.width : from.x,
    y: ports.get(`out:${arrow.id}`) ?? from.y,
  };
  const end = {
    x: into === 'right' ? to.x + to.width : to.x,
    y: ports.get(`into:${arrow.id}`) ?? to.y,
  };
  if (out === into) {
    const away = 84 + 12 * Math.abs(to.row - from.row); // room for its label beside the modules
    return [[start, { x: start.x + away, y: start.y }, { x: end.x + away, y: end.y }, end]];
  }
  const step = to.column > from.column ? 1 : -1;
  /** @type {Curve[]} */
  const curves = [];
  let here = start;
  for (let column = from.column + step; column !== to.column; column += step) {
    const share = (column - from.column) / (to.column - from.column);
    const lane = lanes(column, start.y + (end.y - start.y) * share);
    if (Number.isNaN(lane.from)) continue;
    const near = { x: step > 0 ? lane.from : lane.to, y: lane.y };
    const far = { x: step > 0 ? lane.to : lane.from, y: lane.y };
    curves.push(bend(here, near, (near.x - here.x) / 2), bend(near, far, (far.x - near.x) / 2));
    here = far;
  }
  curves.push(bend(here, end, (end.x - here.x) / 2));
  return curves;
}

/** @param {Curve[]} curves */
function pathOf(curves) {
  const at = (/** @type {Point} */ { x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return (
    `M${at(curves[0][0])}` + curves.map(([, b, c, d]) => `C${at(b)},${at(c)},${at(d)}`).join('')
  );
}

/** @param {Curve} curve @param {number} t @returns {Point} */
function pointAt([a, b, c, d], t) {
  const s = 1 - t;
  const mix = (/** @type {'x' | 'y'} */ axis) =>
    s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis];
  return { x: mix('x'), y: mix('y') };
}

/** @param {Rect} a @param {Rect} b */
function overlap(a, b) {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}

const tries = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1];
const samples = 24; // of a curve
const crossedCost = 60; // as so many square pixels of something covered

/** @param {Curve[]} curves @returns {Point[]} */
function samplesOf(curves) {
  return curves.flatMap((curve) =>
    Array.from({ length: samples + 1 }, (_, i) => pointAt(curve, i / samples)),
  );
}

/** @param {string} text */
export const labelPx = (text) => Math.max(text.length, 8) * letterPx + 8;

/**
 * Where on its arrow a label covers least of what is there already; it is there from then on.
 * @param {Curve[]} curves
 * @param {string} text
 * @param {Rect[]} taken
 * @param {Point[]} others on the ways of other arrows
 * @returns {Point}
 */
function labelOn(curves, text, taken, others) {
  const width = labelPx(text);
  const height = 20;
  let best = { cost: Infinity, at: pointAt(curves[0], 0.5), rect: taken[0] };
  for (const curve of curves)
    for (const t of tries) {
      const at = pointAt(curve, t);
      const rect = { x: at.x - width / 2, y: at.y - height / 2, width, height };
      const inside = (/** @type {Point} */ { x, y }) =>
        x > rect.x && x < rect.x + width && y > rect.y && y < rect.y + height;
      const cost =
        taken.reduce((sum, other) => sum + overlap(rect, other), 0) +
        others.filter(inside).length * crossedCost;
      if (cost < best.cost) best = { cost, at, rect };
    }
  if (text) taken.push(best.rect);
  return best.at;
}
