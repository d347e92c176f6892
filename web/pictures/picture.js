// A picture of a product that has none: a thing on a table, cut from flat shapes in a few colours
// of its part of the shop. The same product always gets the same picture.
import { h } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { coloursIn, coloursOf, distance, lightness, shade } from './colours.js';
import { draw } from './drawing.js';
import { lookOf } from './looks.js';
import { motifs } from './motifs.js';

/** @import { VNode } from 'preact' */
/** @import { Look } from './looks.js' */

/** The rarer things, once one was needed. @type {typeof import('./more.js') | null} */
let more = null;

/** Walls, tables, things and details of each part of the shop. @type {Record<string, string[]>} */
const houses = {
  lighting: ['2f3b47 3d4a3f 4a3d3a', '6b4f3a 7d6248', 'e2b04a d9cdb8 c4573a 7f9c86', '1f2428'],
  kitchen: [
    'e9dcc6 d8e0d5 dfe3e6 5f7d84',
    'b98b5e a67c52',
    '2f5d73 c8553d 8a9a5b e0a63a',
    '33302c',
  ],
  paper: ['e8d5c8 d5dbe3 e6e0cf 7386a0', 'c9a37a 8f9aa3', '34548a b5493c 3f6b5c d39b34', '2b2b33'],
  garden: ['cfdcc4 dde3cf c7d8d3 7d9a86', '7b8f5c 9c7a52', 'b8623d 4d7050 8aa3a0 c99a3c', '2e3a2c'],
  textiles: [
    'e7dce0 dcdfe6 ece3d4 74889a',
    'b59a86 8d7b8f',
    '8c5a73 5e7391 c98a5b 6f8a6a',
    '3a3138',
  ],
  candles: ['4b3b3f 3b4350 54473a', '83644c 6c5a52', 'e8d6ae a8b79a c77b5c 8fa5b5', '231f20'],
  toys: ['f1dfb5 cfe0e6 ecd3c5 5f98a6', 'd0a06a 7fa3a0', 'cf4f3a 2f7390 e3a72f 5a8f5c', '2f2c2a'],
  storage: [
    'dcd8cd d3dad8 e4d9c8 78908f',
    'a58a6b 8b8f8c',
    'a97845 4f6b6e c2a15c 70604f',
    '2f2b27',
  ],
};

const parts = Object.keys(houses);

/** These stand on nothing. */
const hanging = new Set(
  (
    'drum pendant pleated bulb garland bunting rail hook towel throw feeder kite keyCabinet ' +
    'sheepskin quilt sign heart star bauble bell wreath hanger'
  ).split(' '),
);

/**
 * What is printed on a thing, by words of its name: a tile of 30 units.
 * @type {[RegExp, string][]}
 */
const prints = [
  [/spot|polka|dotted/, 'M8 5a4 4 0 1 0 .1 0zM23 20a4 4 0 1 0 .1 0z'],
  [/strip/, 'M0 0h7v30H0zM14 0h3v30h-3z'],
  [/gingham|check|waffle|tartan/, 'M0 0h12v30H0zM12 0h18v12H12z'],
  [/\bhearts?\b|\blove/, 'M15 24l-8-9a4.5 4.5 0 0 1 8-6 4.5 4.5 0 0 1 8 6z'],
  [/\bstars?\b/, 'M15 4l3 8h8l-6 5 2 8-7-5-7 5 2-8-6-5h8z'],
  [/marbled/, 'M0 4q8-8 15 0t15 0v5q-8 8-15 0t-15 0zM0 20q8 8 15 0t15 0v4q-8-8-15 0t-15 0z'],
  [/leaf|blue willow/, 'M4 13Q6 3 15 4q-1 9-11 9zM17 27q2-10 11-9-1 9-11 9z'],
  [
    /\bflowers?\b|floral|daisy|roses?\b|paisley/,
    'M15 11a4 4 0 1 1 .1 0zM20 16a4 4 0 1 1 4-3zM17 20a4 4 0 1 1 0 5z' +
      'M13 21a4 4 0 1 1-4-1zM9 16a4 4 0 1 1 1-4z',
  ],
];

/** FNV-1a. @param {string} text */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; ++i) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A row of numbers 0..1 that a text begins. @param {string} seed @returns {() => number} */
function chanceOf(seed) {
  let state = hashOf(seed) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/**
 * One of some colours by lot, one that can be told from another if there is one, or else made so.
 * @param {string[]} all @param {() => number} chance @param {string} from @param {number} least
 */
function pick(all, chance, from, least) {
  const fit = all.filter((one) => distance(one, from) > least);
  const one = (fit[0] ? fit : all)[Math.floor(chance() * (fit.length || all.length))];
  return fit[0] ? one : shade(one, lightness(from) > 110 ? 0.3 : -0.5);
}

/** @param {string} id @param {string} colour @param {string} ink @param {string} d */
const tile = (id, colour, ink, d) =>
  h(
    'pattern',
    { id, width: 30, height: 30, patternUnits: 'userSpaceOnUse' },
    h('path', { d: 'M0 0h30v30H0z', fill: colour }),
    h('path', { d, fill: ink }),
  );

/**
 * What stands behind the thing.
 * @param {() => number} chance
 */
function backdrop(chance) {
  const place = Math.round((chance() - 0.5) * 40);
  const kind = chance();
  if (kind < 0.4) return `xo${120 + place} 104 78`;
  return kind < 0.7 ? 'xM44 240V120a76 76 0 0 1 152 0v120z' : 'xM150 0h64L120 240H40z';
}

/**
 * The colours of one picture, by the letters of drawings. `a` is the thing's own, `A` the same in
 * the shade; `b` and `c` go with it; 1, 2 and 3 are for several of a kind.
 * @param {string[]} named colours that the name asks for
 * @param {string[]} things @param {() => number} chance
 * @returns {Record<string, string>}
 */
function fillsOf(named, things, chance) {
  const first = Math.floor(chance() * things.length);
  const own = named[0];
  const others = [...things.slice(first), ...things.slice(0, first)];
  const all = [...named, ...others.filter((one) => !own || distance(one, own) > 70)];
  const [a, b, c] = all;
  return {
    ...{ a, A: shade(a, 0.16), b, B: shade(b, 0.16), c },
    ...{
      1: a,
      2: own ? shade(a, lightness(a) > 190 ? 0.09 : -0.22) : c,
      3: own ? shade(a, 0.18) : b,
    },
    ...{ l: '#f6efe0', f: '#f0b441', m: '#aab3b8', o: '#b98a58', n: '#5c8152' },
    ...{ s: '#00000026', h: '#ffffff55', g: '#eef8f666', y: '#ffe0a033' },
  };
}

/** @param {string} text @returns {Partial<Look>} */
const lookOfAny = (text) => lookOf(text) ?? lookOf(text, more?.moreLooks ?? []) ?? {};

/** @param {Partial<Look>} look @returns {string} nothing while it is not here */
const drawingOf = ({ motif = 'stillLife' }) => motifs[motif] ?? more?.moreMotifs[motif] ?? '';

/**
 * Prints what the name says onto the thing's colours.
 * @param {Record<string, string>} fills @param {string} text @param {string} id
 * @returns {VNode[]} what the colours refer to
 */
function printed(fills, text, id) {
  const print = prints.find(([words]) => words.test(text))?.[1];
  if (!print) return [];
  const { a, A, b, l } = fills;
  const ink = lightness(a) > 185 ? b : l;
  for (const of of '1aA') fills[of] = `url(#${of === 'A' ? 'A' : 'a'}${id})`;
  return [tile(`a${id}`, a, ink, print), tile(`A${id}`, A, shade(ink, 0.16), print)];
}

/**
 * @param {string} name @param {string} id of this picture on the page
 * @returns {VNode[]} a wall, a table, and the thing in a group
 */
function pictureOf(name, id) {
  const text = name.toLowerCase();
  const hash = hashOf(name);
  const chance = chanceOf(name);
  const look = lookOfAny(text);
  const [walls, tables, things, dark] = houses[look.house || parts[hash % parts.length]].map(
    (list) => list.split(' ').map((hex) => `#${hex}`),
  );
  const asked = coloursIn(text);
  const fills = fillsOf(asked[0] ? asked : coloursOf(look.colour), things, chance);
  const wall = pick(walls, chance, fills.a, 72);
  const x = shade(wall, lightness(wall) < 128 ? -0.1 : -0.32);
  Object.assign(fills, { d: dark[0], w: wall, x, t: pick(tables, chance, fills.a, 55) });
  const floor = hanging.has(look.motif ?? '') ? 'tr0 214 240 26' : 'tr0 168 240 72;se124 197 78 8';
  return [
    ...draw(`wr0 0 240 240;${backdrop(chance)};${floor}`, fills),
    ...printed(fills, text, id),
    h('g', { 'data-motif': look.motif }, draw(drawingOf(look), fills)),
  ];
}

/**
 * The picture of a product: the one that was uploaded (`src`), or else, and where that one cannot
 * be shown, one that its name makes. Hidden from screen readers: the name stands beside it.
 * @param {{ name: string, src?: string | null }} props
 */
export function Picture({ name, src = null }) {
  const id = useId();
  const [broken, setBroken] = useState('');
  const [, redraw] = useState({});
  const uploaded = src && src !== broken;
  useEffect(() => {
    if (uploaded || drawingOf(lookOfAny(name.toLowerCase()))) return;
    const drawIt = (/** @type {typeof more} */ module) => redraw({ ...(more = module) });
    import('./more.js').then(drawIt, () => {}); // until then, and without a line, an empty table
  }, [name, uploaded]);
  if (uploaded) {
    const onError = () => setBroken(src);
    return h('img', { class: 'picture photo', src, alt: '', decoding: 'async', onError });
  }
  return h(
    'svg',
    { class: 'picture', viewBox: '0 0 240 240', 'aria-hidden': 'true', focusable: 'false' },
    pictureOf(name, id),
  );
}
