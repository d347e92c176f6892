// Drawings written as text: flat shapes, as a picture is put together from. Pictures are 240 units
// wide and high.
//
// Shapes are parted by ";" or line ends. Each begins with the letter of its colour, and a number if
// only its line is drawn, that wide; then comes what it is:
//   M… or m…       a path, as SVG has it       r x y w h [rx]  a box
//   o cx cy r      a circle                    e cx cy rx ry   an oval
// "(translate(…)" and "*n dx dy" put what follows, up to ")", elsewhere, and n times, each time dx,
// dy further on.
import { h } from 'preact';

/** @import { VNode } from 'preact' */

/** A shape by its numbers. @type {Record<string, (numbers: string[]) => [string, object]>} */
const kinds = {
  r: ([x, y, width, height, rx]) => ['rect', { x, y, width, height, rx }],
  o: ([cx, cy, r]) => ['circle', { cx, cy, r }],
  e: ([cx, cy, rx, ry]) => ['ellipse', { cx, cy, rx, ry }],
};

/** @param {string} part @param {Record<string, string>} fills @returns {VNode} */
function shapeOf(part, fills) {
  const [, colour, width, kind, rest] = /^(.)([\d.]*)(.)(.*)/.exec(part) ?? [];
  const [name, at] = kinds[kind]?.(rest.split(' ')) ?? ['path', { d: kind + rest }];
  const paint = width
    ? { fill: 'none', stroke: fills[colour], 'stroke-width': width, 'stroke-linecap': 'round' }
    : { fill: fills[colour] };
  return h(name, { ...at, ...paint });
}

/**
 * @param {string} text a drawing
 * @param {Record<string, string>} fills a colour for each letter
 * @returns {VNode[]}
 */
export function draw(text, fills) {
  const parts = text.trim().split(/\s*[;\n]\s*/);
  /** @returns {VNode[]} */
  const next = () => {
    /** @type {VNode[]} */
    const drawn = [];
    for (let part = parts.shift(); part && part !== ')'; part = parts.shift())
      if (part[0] === '(') drawn.push(h('g', { transform: part.slice(1) }, next()));
      else if (part[0] === '*') {
        const [times, dx, dy] = part.slice(1).split(' ').map(Number);
        const inside = next();
        for (let i = 0; i < times; ++i)
          drawn.push(h('g', { transform: `translate(${dx * i} ${dy * i})` }, inside));
      } else drawn.push(shapeOf(part, fills));
    return drawn;
  };
  return next();
}
