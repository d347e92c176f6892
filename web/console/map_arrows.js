// The ways of the map's arrows: around what stands between, side by side where they meet a module.

/** @import { Arrow } from './traffic.js' */
/** @import { PlacedModule } from './map_layout.js' */
/** @import { Point } from './map_labels.js' */

const laneGap = 17; // between arrows that pass a module on the same side
const clear = { above: 48, below: 30 }; // between a module and the arrows that pass it

/**
 * @typedef {[Point, Point, Point, Point]} Curve  a cubic Bézier
 * @typedef {{ arrow: Arrow, from: PlacedModule, to: PlacedModule, out: 'left' | 'right',
 *             into: 'left' | 'right' }} End
 * @typedef {{ arrow: Arrow, d: string, way: Point[] }} ArrowWay  way: along it, from the start
 */

/** The words on an arrow; empty: nothing has gone along it yet. @param {Arrow} arrow */
export function labelOf({ total, rate, p99, failing, failedLately, lost }) {
  if (total === 0) return '';
  const words = [`${perSecond(rate)}/s`];
  if (lost) return [...words, 'out of reach'].join(' · ');
  if (p99 !== null) words.push(`${milliseconds(p99)} ms`);
  if (failing > 0) words.push(`${perSecond(failing)} err/s`);
  else if (failedLately > 0) words.push(`${failedLately} err`);
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
 * @returns {{ ways: ArrowWay[], bottom: number }} bottom: of the lowest way
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
  const lowest = ways.flatMap(({ curves }) => curves.flat().map(({ y }) => y));
  return {
    ways: ways.map(({ end: { arrow }, curves }) => ({
      arrow,
      d: pathOf(curves),
      way: samplesOf(curves),
    })),
    bottom: Math.max(0, ...lowest),
  };
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

const samplePx = 7; // between two points on the way of an arrow

/** @param {Curve[]} curves @returns {Point[]} the ends left out, which lie at modules */
function samplesOf(curves) {
  return curves.flatMap((curve) => {
    const long = Math.hypot(curve[3].x - curve[0].x, curve[3].y - curve[0].y);
    const bow = Math.hypot(curve[1].x - curve[0].x, curve[1].y - curve[0].y);
    const count = Math.max(4, Math.round((long + bow / 2) / samplePx));
    return Array.from({ length: count }, (_, i) => pointAt(curve, (i + 0.5) / count));
  });
}
