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
/** @import { PlacedLabel } from './map_labels.js' */

const box = { width: 148, height: 60 };
const pitch = { x: 148 + 240, y: 150 }; // the longest label fits between two frames
const pad = { x: 18, top: 34, bottom: 16 };
const margin = 12;
const titleLetterPx = 6.2;
export const titleInset = 12;

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Rect
 * @typedef {{ name: string, column: number, row: number } & Rect} PlacedModule
 * @typedef {{ name: string, modules: string[], title: string } & Rect} PlacedProcess
 * @typedef {ArrowWay & { label: PlacedLabel, broken: boolean }} PlacedArrow  broken: its breaker is
 *   not closed, which the label's last line says
 * @typedef {{ width: number, height: number, modules: PlacedModule[], processes: PlacedProcess[],
 *             arrows: PlacedArrow[] }} Placed
 * @typedef {{ name: string, members: Map<number, string[]>, from: number, to: number,
 *             height: number, row: number }} Band
 */

/**
 * How many calls lie between the gateway and each module, at most.
 * @param {string[]} modules
 * @param {Arrow[]} arrows
 * @returns {Map<string, number>}
 */
function columnsOf(modules, arrows) {
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

/**
 * @param {Pulse} pulse
 * @param {Arrow[]} all
 * @returns {Placed}
 */
export function placeMap(pulse, all) {
  const arrows = all.filter(({ housekeeping }) => !housekeeping);
  const names = pulse.modules.map(({ name }) => name);
  const bands = bandsOf(pulse, columnsOf(names, arrows));
  stack(bands);
  centre(bands);
  /** @type {PlacedModule[]} */
  const modules = [];
  /** @type {PlacedProcess[]} */
  const processes = [];
  for (const { name, members, from, to, height, row } of bands) {
    for (const [column, here] of members)
      for (const [i, module] of here.entries()) {
        const at = row + i + (height - here.length) / 2; // in the middle of a taller neighbour
        modules.push({ name: module, column, row: at, ...rectAt(column, at) });
      }
    const first = rectAt(from, row);
    const last = rectAt(to, row + height - 1);
    const width = last.x + last.width - first.x + 2 * pad.x;
    processes.push({
      name,
      modules: [...members.values()].flat(),
      title: titleOf(pulse, name, width),
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
  const breakers = ways.map(({ arrow }) => breakerOf(pulse, arrow)?.state ?? 'closed');
  const words = (/** @type {string} */ state) =>
    state === 'closed' ? '' : `breaker ${state.replace('_', ' ')}`;
  const wanted = ways.map(({ arrow, way }, i) => ({
    lines: [labelOf(arrow), words(breakers[i])].filter(Boolean),
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
    broken: breakers[i] !== 'closed',
  }));
}

/** What a process is called, above its modules. @param {PlacedProcess} process @returns {Rect} */
const titleRect = ({ x, y, width, title }) => ({
  x: x + 8,
  y: y + 6,
  width: Math.min(title.length * titleLetterPx + titleInset, width - 8),
  height: 20,
});

/** Where a process listens, short: on this machine its port says it. @param {string} url */
function addressOf(url) {
  if (url.startsWith('unix:')) return 'unix socket';
  const { hostname, port, host } = new URL(url);
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? `port ${port}` : host;
}

/**
 * What the frame of a process says.
 * @param {Pulse} pulse
 * @param {string} name
 * @param {number} width of the frame
 */
function titleOf(pulse, name, width) {
  const process = pulse.processes.find((one) => one.name === name);
  const members = pulse.modules.filter((one) => one.process === name).length;
  const shared = members + (name === 'gateway' ? 1 : 0) > 1;
  const only = pulse.processes.length === 1;
  const words = [only ? 'one process' : shared ? 'shared process' : 'own process'];
  if (process?.url) words.push(addressOf(process.url));
  if (!process?.reachable) words.push('out of reach');
  else if (shared) words.push(`${(process.resident_bytes / 2 ** 20).toFixed(0)} MiB`);
  if (process?.reachable && only) words.push(`pid ${process.process_id}`);
  const text = words.join(' · ');
  const most = Math.floor((width - 2 * titleInset) / titleLetterPx);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** @param {number} column @param {number} row @returns {Rect} */
function rectAt(column, row) {
  return {
    x: margin + pad.x + column * pitch.x,
    y: margin + pad.top + row * pitch.y,
    ...box,
  };
}
