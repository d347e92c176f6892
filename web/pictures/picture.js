// A picture of a product that has none: a thing on a table, cut from flat shapes in a few colours
// of its part of the shop. The same product always gets the same picture.
import { h } from 'preact';
import { looks } from './looks.js';
import { homeMotifs } from './motifs_home.js';
import { gardenMotifs } from './motifs_garden.js';
import { playMotifs } from './motifs_play.js';
import { box, circle, oval, path, shade } from './shapes.js';

/** @import { VNode } from 'preact' */
/** @import { Motif, Palette } from './shapes.js' */

/** @type {Record<string, Motif>} */
const motifs = { ...homeMotifs, ...gardenMotifs, ...playMotifs };

/** @typedef {{ walls: string[], tables: string[], things: string[], dark: string }} House */

/** What pictures of one part of the shop have in common. @type {Record<string, House>} */
const houses = {
  lighting: {
    walls: ['#2f3b47', '#3d4a3f', '#4a3d3a'],
    tables: ['#6b4f3a', '#7d6248'],
    things: ['#e2b04a', '#d9cdb8', '#c4573a', '#7f9c86'],
    dark: '#1f2428',
  },
  kitchen: {
    walls: ['#e9dcc6', '#d8e0d5', '#dfe3e6'],
    tables: ['#b98b5e', '#a67c52'],
    things: ['#2f5d73', '#c8553d', '#8a9a5b', '#e0a63a'],
    dark: '#33302c',
  },
  paper: {
    walls: ['#e8d5c8', '#d5dbe3', '#e6e0cf'],
    tables: ['#c9a37a', '#8f9aa3'],
    things: ['#34548a', '#b5493c', '#3f6b5c', '#d39b34'],
    dark: '#2b2b33',
  },
  garden: {
    walls: ['#cfdcc4', '#dde3cf', '#c7d8d3'],
    tables: ['#7b8f5c', '#9c7a52'],
    things: ['#b8623d', '#4d7050', '#8aa3a0', '#c99a3c'],
    dark: '#2e3a2c',
  },
  textiles: {
    walls: ['#e7dce0', '#dcdfe6', '#ece3d4'],
    tables: ['#b59a86', '#8d7b8f'],
    things: ['#8c5a73', '#5e7391', '#c98a5b', '#6f8a6a'],
    dark: '#3a3138',
  },
  candles: {
    walls: ['#4b3b3f', '#3b4350', '#54473a'],
    tables: ['#83644c', '#6c5a52'],
    things: ['#e8d6ae', '#a8b79a', '#c77b5c', '#8fa5b5'],
    dark: '#231f20',
  },
  toys: {
    walls: ['#f1dfb5', '#cfe0e6', '#ecd3c5'],
    tables: ['#d0a06a', '#7fa3a0'],
    things: ['#cf4f3a', '#2f7390', '#e3a72f', '#5a8f5c'],
    dark: '#2f2c2a',
  },
  storage: {
    walls: ['#dcd8cd', '#d3dad8', '#e4d9c8'],
    tables: ['#a58a6b', '#8b8f8c'],
    things: ['#a97845', '#4f6b6e', '#c2a15c', '#70604f'],
    dark: '#2f2b27',
  },
};
const anyHouse = Object.keys(houses);

const hanging = new Set([
  'pendant',
  'pleated',
  'bulb',
  'garland',
  'bunting',
  'rail',
  'hook',
  'drape',
  'birdhouse',
  'kite',
]);

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

/** @template T @param {T[]} all @param {() => number} chance @returns {T} */
const pick = (all, chance) => all[Math.floor(chance() * all.length)];

/** @param {House} house @param {() => number} chance @returns {Palette} */
function paletteOf(house, chance) {
  const first = Math.floor(chance() * house.things.length);
  const at = (/** @type {number} */ step) => house.things[(first + step) % house.things.length];
  const wall = pick(house.walls, chance);
  return {
    wall,
    table: pick(house.tables, chance),
    a: at(0),
    a2: shade(at(0), 0.16),
    b: at(1),
    b2: shade(at(1), 0.16),
    c: at(2),
    dark: house.dark,
    light: '#f6efe0',
  };
}

/**
 * What stands behind the thing.
 * @param {Palette} p @param {() => number} chance @returns {VNode}
 */
function backdrop(p, chance) {
  const tint = shade(p.wall, parseInt(p.wall.slice(1, 3), 16) < 0x80 ? -0.1 : -0.32);
  const kind = chance();
  if (kind < 0.4) return circle(120 + (chance() - 0.5) * 40, 104, 78, tint);
  if (kind < 0.7) return path('M44 240V120a76 76 0 0 1 152 0v120z', tint);
  return path('M150 0h64L120 240H40z', tint);
}

/**
 * What a product looks like. Its name alone decides, for a line of a cart knows no more of it.
 * @param {string} name
 * @returns {{ motif: string, house: House }}
 */
function lookOf(name) {
  const text = name.toLowerCase();
  for (const [house, words] of Object.entries(looks))
    for (const [pattern, motif] of words)
      if (pattern.test(text)) return { motif, house: houses[house] };
  return { motif: 'stillLife', house: houses[anyHouse[hashOf(name) % anyHouse.length]] };
}

/**
 * The picture of a product: the one that was uploaded (`src`), or else one that its name makes.
 * Hidden from screen readers: the name stands beside it.
 * @param {{ name: string, src?: string | null }} props
 */
export function Picture({ name, src = null }) {
  if (src) return h('img', { class: 'picture photo', src, alt: '', decoding: 'async' });
  const chance = chanceOf(name);
  const { motif, house } = lookOf(name);
  const p = paletteOf(house, chance);
  const table = hanging.has(motif)
    ? [box(0, 214, 240, 26, p.table)]
    : [box(0, 168, 240, 72, p.table), oval(124, 197, 74, 8, shade(p.table, 0.18))];
  return h(
    'svg',
    { class: 'picture', viewBox: '0 0 240 240', 'aria-hidden': 'true', focusable: 'false' },
    box(0, 0, 240, 240, p.wall),
    backdrop(p, chance),
    ...table,
    ...motifs[motif](p, chance),
  );
}
