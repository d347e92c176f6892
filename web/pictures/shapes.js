// Flat shapes, as a picture is put together from. Pictures are 240 units wide and high.
import { h } from 'preact';

/** @import { VNode } from 'preact' */

/**
 * The colours of one picture. `a` is the thing's own, `a2` the same in the shade; `b` and `c` go
 * with it; `dark` and `light` are for details.
 * @typedef {{ wall: string, table: string, a: string, a2: string, b: string, b2: string,
 *             c: string, dark: string, light: string }} Palette
 */

/** Fire is never of the thing's colour. */
export const flame = '#f0b441';

/** @typedef {(p: Palette, chance: () => number) => VNode[]} Motif chance: 0..1, drawn by lot */

/** @param {string} d @param {string} fill @returns {VNode} */
export const path = (d, fill) => h('path', { d, fill });

/** @param {string} d @param {string} stroke @param {number} [width] @returns {VNode} */
export const stroke = (d, stroke, width = 3) =>
  h('path', { d, fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round' });

/** @param {number} cx @param {number} cy @param {number} r @param {string} fill @returns {VNode} */
export const circle = (cx, cy, r, fill) => h('circle', { cx, cy, r, fill });

/**
 * @param {number} cx @param {number} cy @param {number} rx @param {number} ry
 * @param {string} fill @returns {VNode}
 */
export const oval = (cx, cy, rx, ry, fill) => h('ellipse', { cx, cy, rx, ry, fill });

/**
 * @param {number} x @param {number} y @param {number} width @param {number} height
 * @param {string} fill @param {number} [rx] @returns {VNode}
 */
export const box = (x, y, width, height, fill, rx = 0) =>
  h('rect', { x, y, width, height, fill, rx });

/** @param {string} transform @param {VNode[]} inside @returns {VNode} */
export const group = (transform, inside) => h('g', { transform }, inside);

/**
 * The numbers 0 to n − 1, each made a shape of.
 * @param {number} n @param {(i: number) => VNode} make
 */
export const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

/**
 * A colour nearer to black (or, with a negative share, to white).
 * @param {string} hex "#rrggbb" @param {number} share 0..1
 */
export function shade(hex, share) {
  const end = share < 0 ? 255 : 0;
  const part = (/** @type {number} */ at) => {
    const value = parseInt(hex.slice(at, at + 2), 16);
    return Math.round(value + (end - value) * Math.abs(share))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}
