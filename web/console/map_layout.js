// Where the modules and processes of the map stand. Pure geometry: the same pulse makes the same
// map, and a module stands where it stood when it moves to another process.
//
// Columns are how far a module is from the gateway along its calls. A process is a band of modules;
// bands that do not overlap share rows.

import { labelOf, placeArrows } from './map_arrows.js';
import { placeLabels } from './map_labels.js';
import { breakerOf } from './traffic.js';

/** @import { Arrow } from './traffic.js' */
/** @import { Pulse } from './types.js' */
/** @import { ArrowWay } from './map_arrows.js' */
/** @import { PlacedLabel, Point } from './map_labels.js' */

const box = { width: 148, height: 60 };
const gap = { least: 190, most: 240 }; // the longest label fits between two frames at most
const pitchY = 150;
const pad = { x: 18, top: 34, bottom: 16 };
const margin = 12;
export const titleLetterPx = 6.2;
export const titleInset = 12;

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Rect
 * @typedef {{ name: string, column: number, row: number } & Rect} PlacedModule
 * @typedef {{ name: string, modules: string[], title: string[] } & Rect} PlacedProcess  title: by
 *   its lines
 * @typedef {ArrowWay & { label: PlacedLabel, broken: number, start?: Point }} PlacedArrow  broken:
 *   how many of the label's last lines say that its breaker is not closed; start: drawn as a dot
 * @typedef {{ form: 'plane' | 'column', width: number, height: number, modules: PlacedModule[],
 *             processes: PlacedProcess[], arrows: PlacedArrow[] }} Placed
 * @typedef {{ name: string, members: Map<number, string[]>, from: number, to: number,
 *             height: number, row: number }} Band
 */

/**
 * How many calls lie between the gateway and each module, at most.
 * @param {string[]} modules
 * @param {Arrow[]} arrows
 * @returns {Map<string, number>}
 */
export function columnsOf(modules, arrows) {
  const columns = new Map([
    ['gateway', 0],
    ...modules.map((name) => /** @type {const} */ ([name, 1])),
  ]);
  const calls = arrows.filter(({ delivers, caller }) => !delivers && caller !== 'gateway');
  // Calls know no circle, so this ends; the bound is for a shop that says otherwise.
  for (let turn = 0; turn < modules.length; ++turn)
    for (const { caller, callee } of calls) {
      const least = (columns.get(caller) ?? 0) + 1;
      if (callee !== caller && (columns.get(callee) ?? 0) < least && least <= modules.length)
        columns.set(callee, least);
    }
  return columns;
}

/** @param {Pulse} pulse @param {Map<string, number>} columns @returns {Band[]} one per process */
function bandsOf(pulse, columns) {
  return pulse.processes.map(({ name }) => {
    const here = pulse.modules.filter((module) => module.process === name);
    const names = [...(name === 'gateway' ? ['gateway'] : []), ...here.map((one) => one.name)];
    /** @type {Map<number, string[]>} */
    const members = new Map();
    for (const module of names) {
      const column = columns.get(module) ?? 1;
      members.set(column, [...(members.get(column) ?? []), module]);
    }
    return {
      name,
      members,
      from: Math.min(...members.keys()),
      to: Math.max(...members.keys()),
      height: Math.max(...[...members.values()].map((all) => all.length)),
      row: 0,
    };
  });
}

/** Puts each band into the first rows that are free, wide ones first. @param {Band[]} bands */
function stack(bands) {
  /** @type {Band[]} */
  const placed = [];
  const hit = (/** @type {Band} */ a, /** @type {Band} */ b) =>
    a.from <= b.to && b.from <= a.to && a.row < b.row + b.height && b.row < a.row + a.height;
  const wide = (/** @type {Band} */ { from, to }) => to - from;
  for (const band of [...bands].sort((a, b) => wide(b) - wide(a))) {
    while (placed.some((other) => hit(band, other))) ++band.row;
    placed.push(band);
  }
}

/** Columns of which no process is wider than one stand in the middle. @param {Band[]} bands */
function centre(bands) {
  const rows = Math.max(...bands.map(({ row, height }) => row + height));
  const columns = new Set(bands.map(({ from }) => from));
  for (const column of columns) {
    const here = bands.filter(({ from, to }) => from <= column && column <= to);
    if (here.some(({ from, to }) => from !== to)) continue;
    const used = Math.max(...here.map(({ row, height }) => row + height));
    for (const band of here) band.row += (rows - used) / 2;
  }
}

/** How wide so many columns are without the gaps between them. @param {number} columns */
const withoutGaps = (columns) => 2 * (margin + pad.x) + columns * box.width;

/** From one column to the next. @param {number} columns @param {number} room for all of them */
function pitchOf(columns, room) {
  const share = Math.floor((room - withoutGaps(columns)) / Math.max(1, columns - 1));
  return box.width + Math.min(Math.max(share, gap.least), gap.most);
}

/**
 * How narrow the map can be.
 * @param {Pulse} pulse
 * @param {Arrow[]} arrows
 */
export function leastWidth(pulse, arrows) {
  const names = pulse.modules.map(({ name }) => name);
  const drawn = arrows.filter(({ housekeeping }) => !housekeeping);
  const columns = Math.max(...columnsOf(names, drawn).values()) + 1;
  return withoutGaps(columns) + (columns - 1) * gap.least;
}

/**
 * @param {Pulse} pulse
 * @param {Arrow[]} all
 * @param {number} room that it may take in width, as far as it can
 * @returns {Placed}
 */
export function placeMap(pulse, all, room = Infinity) {
  const arrows = all.filter(({ housekeeping }) => !housekeeping);
  const names = pulse.modules.map(({ name }) => name);
  const bands = bandsOf(pulse, columnsOf(names, arrows));
  stack(bands);
  centre(bands);
  const pitch = pitchOf(Math.max(...bands.map(({ to }) => to)) + 1, room);
  /** @type {PlacedModule[]} */
  const modules = [];
  /** @type {PlacedProcess[]} */
  const processes = [];
  for (const { name, members, from, to, height, row } of bands) {
    for (const [column, here] of members)
      for (const [i, module] of here.entries()) {
        const at = row + i + (height - here.length) / 2; // in the middle of a taller neighbour
        modules.push({ name: module, column, row: at, ...rectAt(column, at, pitch) });
      }
    const first = rectAt(from, row, pitch);
    const last = rectAt(to, row + height - 1, pitch);
    const width = last.x + last.width - first.x + 2 * pad.x;
    processes.push({
      name,
      modules: [...members.values()].flat(),
      title: [titleOf(pulse, name, width)],
      x: first.x - pad.x,
      y: first.y - pad.top,
      width,
      height: last.y + last.height - first.y + pad.top + pad.bottom,
    });
  }
  const { ways, bottom } = placeArrows(arrows, modules);
  const width = Math.max(...processes.map((one) => one.x + one.width)) + margin;
  const placed = withLabels(pulse, ways, modules, processes, width);
  const lowest = [...processes, ...placed.map(({ label }) => label.rect)];
  return {
    form: 'plane',
    width,
    height: Math.max(...lowest.map((one) => one.y + one.height), bottom) + margin,
    modules,
    processes,
    arrows: placed,
  };
}

/**
 * @param {Pulse} pulse
 * @param {ArrowWay[]} ways
 * @param {PlacedModule[]} modules
 * @param {PlacedProcess[]} processes
 * @param {number} width of the drawing
 * @returns {PlacedArrow[]}
 */
function withLabels(pulse, ways, modules, processes, width) {
  const breakers = ways.map(({ arrow }) => breakerWords(pulse, arrow));
  const wanted = ways.map(({ arrow, way }, i) => ({
    lines: [labelOf(arrow), breakers[i]].filter(Boolean),
    bold: breakers[i] ? 1 : 0,
    way,
  }));
  const labels = placeLabels(wanted, {
    boxes: [...modules, ...processes.map(titleRect)],
    frames: processes,
    within: { x: margin, y: margin, width: width - 2 * margin, height: 0 },
  });
  return ways.map((way, i) => ({
    ...way,
    label: labels[i],
    broken: wanted[i].bold,
  }));
}

/**
 * What is to be said of an arrow's breaker; empty: nothing.
 * @param {Pulse} pulse
 * @param {Arrow} arrow
 */
export function breakerWords(pulse, arrow) {
  const state = breakerOf(pulse, arrow)?.state ?? 'closed';
  return state === 'closed' ? '' : `breaker ${state.replace('_', ' ')}`;
}

/** What a process is called, above its modules. @param {PlacedProcess} process @returns {Rect} */
const titleRect = ({ x, y, width, title }) => ({
  x: x + 8,
  y: y + 6,
  width: Math.min(title[0].length * titleLetterPx + titleInset, width - 8),
  height: 20,
});

/** Where a process listens, short: on this machine its port says it. @param {string} url */
function addressOf(url) {
  if (url.startsWith('unix:')) return 'unix socket';
  const { hostname, port, host } = new URL(url);
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? `port ${port}` : host;
}

/**
 * What a process is, in a few words each, what matters first.
 * @param {Pulse} pulse
 * @param {string} name
 */
export function processWords(pulse, name) {
  const process = pulse.processes.find((one) => one.name === name);
  const members = pulse.modules.filter((one) => one.process === name).length;
  const shared = members + (name === 'gateway' ? 1 : 0) > 1;
  const only = pulse.processes.length === 1;
  const kind = only ? 'one process' : shared ? 'shared process' : 'own process';
  const where = process?.url ? [addressOf(process.url)] : [];
  if (!process?.reachable) return ['out of reach', ...where, kind];
  const words = [kind, ...where];
  if (shared) words.push(`${(process.resident_bytes / 2 ** 20).toFixed(0)} MiB`);
  if (only) words.push(`pid ${process.process_id}`);
  return words;
}

const leastLetters = 6; // of a word that is cut off, or else it is left out

/**
 * What the frame of a process says, as much as fits.
 * @param {Pulse} pulse
 * @param {string} name
 * @param {number} width of the frame
 */
function titleOf(pulse, name, width) {
  const [first, ...others] = processWords(pulse, name);
  const most = Math.floor((width - 2 * titleInset) / titleLetterPx);
  let title = first;
  for (const word of others) {
    const longer = `${title} · ${word}`;
    if (longer.length <= most) title = longer;
    else if (title.length + 3 + leastLetters < most) return `${longer.slice(0, most - 1)}…`;
    else return title;
  }
  return title;
}

/** @param {number} column @param {number} row @param {number} pitch @returns {Rect} */
function rectAt(column, row, pitch) {
  return {
    x: margin + pad.x + column * pitch,
    y: margin + pad.top + row * pitchY,
    ...box,
  };
}
