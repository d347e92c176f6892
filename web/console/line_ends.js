// Where the names of a chart's lines stand: beside their ends, and apart.

/** @import uPlot from 'uplot' */

const beneathPx = 8; // how far names may reach below the lines' place

/**
 * Moves labels apart, as little as that takes; they stay in the order of the lines' ends.
 * @param {number[]} wanted the middle of each label, from the top down
 * @param {number[]} heights of each
 * @param {number} most the lowest that one may reach
 * @returns {number[]} the middles, in the same order
 */
export function spread(wanted, heights, most) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const middles = [...wanted];
  let free = 0;
  for (const i of order) {
    middles[i] = Math.max(wanted[i], free + heights[i] / 2);
    free = middles[i] + heights[i] / 2;
  }
  free = most;
  for (const i of order.reverse()) {
    middles[i] = Math.min(middles[i], free - heights[i] / 2);
    free = middles[i] - heights[i] / 2;
  }
  return middles;
}

/**
 * The last that is to be seen of a line.
 * @param {ArrayLike<number | null | undefined>} values null: a gap
 * @returns {{ value: number | null, open: boolean }} value: null when there is none; open: a gap
 *   came after it
 */
export function lastOf(values) {
  for (let i = values.length - 1; i >= 0; --i) {
    const value = values[i];
    if (value !== null && value !== undefined) return { value, open: i < values.length - 1 };
  }
  return { value: null, open: true };
}

/**
 * Where the lines of a chart end, and where their names may stand, in pixels from its corner.
 * @param {uPlot} plot
 * @param {number[]} heights of the names
 * @param {number} ratio of the canvas's pixels to those of the page
 * @returns {{ x: number, y: number, middle: number, open: boolean }[]} middle: of the name's
 *   height; open: it ends in a gap, earlier than the others
 */
export function endsOf(plot, heights, ratio) {
  const px = (/** @type {number} */ onCanvas) => onCanvas / ratio;
  const { left, top, width, height } = plot.bbox;
  const bottom = px(top + height);
  const all = heights.map((_, i) => lastOf(plot.data[i + 1]));
  const ys = all.map(({ value }) =>
    value === null ? bottom : px(top) + plot.valToPos(value, 'y'),
  );
  const middles = spread(ys, heights, bottom + beneathPx);
  return all.map(({ open }, i) => ({ x: px(left + width), y: ys[i], middle: middles[i], open }));
}
