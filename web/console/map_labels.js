// Where the figures of the map's arrows stand: on no module, no frame of a process, no other label.
// Each is on its own arrow where that has room, or beside it with a leader to it.

/** @import { Rect } from './map_layout.js' */

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ lines: string[], bold: number, way: Point[] }} Wanted  bold: how many of the last
 *   lines are; way: along its arrow, from the start
 * @typedef {{ lines: string[], rect: Rect, leader: [Point, Point] | null }} PlacedLabel  leader:
 *   from the label to its arrow
 */

export const letterPx = 6.4;
export const boldPx = 7.2;
export const linePx = 16;
const gap = 3; // around a label
const widthStep = 24; // so that a label does not move whenever a digit comes or goes

// What a place costs, as so many pixels away from the arrow.
const crossedCost = 9; // a point of another arrow that is covered
const leaderCost = 40;
const alongCost = 30; // at the far end of the arrow
const besideCost = 6; // a point of another arrow close to where a leader ends
const besidePx = 9;

/**
 * How wide the ground of a label is drawn.
 * @param {string[]} lines
 * @param {number} bold how many of the last ones are
 */
export function labelPx(lines, bold) {
  const px = (/** @type {number} */ i) => (i >= lines.length - bold ? boldPx : letterPx);
  return Math.max(8 * letterPx, ...lines.map((line, i) => line.length * px(i))) + 8;
}

/** @param {Rect} rect @param {number} by @returns {Rect} */
const grown = ({ x, y, width, height }, by) => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** @param {Rect} a @param {Rect} b */
const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** @param {Rect} rect @param {Point} point */
const holds = ({ x, y, width, height }, point) =>
  point.x > x && point.x < x + width && point.y > y && point.y < y + height;

/** The sides of a frame, as rectangles that nothing may lie on. @param {Rect} frame */
function sidesOf({ x, y, width, height }) {
  const thin = 2;
  return [
    { x, y, width, height: thin },
    { x, y: y + height - thin, width, height: thin },
    { x, y, width: thin, height },
    { x: x + width - thin, y, width: thin, height },
  ];
}

/**
 * Offsets from an arrow, the nearest first.
 * @param {number} width of the label
 * @param {number} height
 */
function offsetsOf(width, height) {
  const away = [];
  for (const dx of [0, 0.55, 0.8, 1.1, 1.6])
    for (const dy of [0, 0.7, 1, 1.4, 1.9, 2.5, 3.3, 4.5, 6])
      for (const [x, y] of [
        [dx, dy],
        [dx, -dy],
        [-dx, dy],
        [-dx, -dy],
      ])
        away.push({ x: x * width, y: y * height });
  const far = (/** @type {Point} */ { x, y }) => Math.hypot(x, y);
  return away.sort((a, b) => far(a) - far(b));
}

/** The point of a rectangle that is nearest to another. @param {Rect} r @param {Point} to */
const nearest = ({ x, y, width, height }, to) => ({
  x: Math.min(Math.max(to.x, x), x + width),
  y: Math.min(Math.max(to.y, y), y + height),
});

/**
 * @param {Wanted} wanted
 * @param {Rect[]} taken
 * @param {Point[]} others on the ways of other arrows
 * @param {Rect} within
 * @returns {{ rect: Rect, on: Point, cost: number }}
 */
function placeOf({ lines, bold, way }, taken, others, within) {
  const width = Math.ceil(labelPx(lines, bold) / widthStep) * widthStep;
  const height = lines.length * linePx + 4;
  const offsets = offsetsOf(width, height);
  /** @type {{ rect: Rect, on: Point, cost: number } | null} */
  let best = null;
  for (let i = 0; i < way.length; i += 2) {
    const on = way[i];
    const along = (alongCost * i) / way.length;
    const near = (/** @type {Point} */ { x, y }) => Math.hypot(x - on.x, y - on.y) < besidePx;
    const crowded = others.filter(near).length * besideCost;
    for (const { x, y } of offsets) {
      const rect = { x: on.x + x - width / 2, y: on.y + y - height / 2, width, height };
      const apart = holds(rect, on) ? 0 : leaderCost + crowded + Math.hypot(x, y);
      const least = along + apart;
      if (best && least >= best.cost) continue;
      if (rect.x < within.x || rect.x + width > within.x + within.width || rect.y < within.y)
        continue;
      const clear = grown(rect, gap);
      if (taken.some((other) => meet(clear, other))) continue;
      const crossed = others.filter((point) => holds(clear, point)).length;
      const cost = least + crossed * crossedCost;
      if (!best || cost < best.cost) best = { rect, on, cost };
    }
  }
  if (best) return best;
  // No room at all near its arrow: below everything.
  const y = Math.max(...taken.map((one) => one.y + one.height)) + 2 * gap;
  return { rect: { x: within.x, y, width, height }, on: way[0], cost: Infinity };
}

/**
 * @param {Wanted[]} all
 * @param {{ boxes: Rect[], frames: Rect[], within: Rect }} drawing  boxes: that nothing may lie on;
 *   frames: that nothing may lie across; within: how wide it is
 * @returns {PlacedLabel[]} in the same order; those without lines are nowhere
 */
export function placeLabels(all, { boxes, frames, within }) {
  const taken = [...boxes, ...frames.flatMap(sidesOf)];
  /** @type {PlacedLabel[]} */
  const placed = all.map(({ lines, way }) => ({
    lines,
    rect: { ...way[0], width: 0, height: 0 },
    leader: null,
  }));
  // Those on short arrows first: they have the least choice.
  const order = all.map((_, i) => i).filter((i) => all[i].lines.length > 0);
  order.sort((a, b) => all[a].way.length - all[b].way.length);
  for (const i of order) {
    const others = all.flatMap(({ way }, j) => (i === j ? [] : way));
    const { rect, on } = placeOf(all[i], taken, others, within);
    taken.push(rect);
    const onIt = all[i].way.some((point) => holds(rect, point));
    const leader = onIt ? null : /** @type {[Point, Point]} */ ([nearest(rect, on), on]);
    placed[i] = { lines: all[i].lines, rect, leader };
  }
  return placed;
}
