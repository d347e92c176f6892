// Where the modules and processes of the map stand. Pure geometry: the same pulse makes the same
// map, and a module stands where it stood when it moves to another process.
//
// Columns are how far a module is from the gateway along its calls. A process is a band of modules;
// bands that do not overlap share rows.

import { placeArrows } from './map_arrows.js';

/** @import { Arrow } from './traffic.js' */
/** @import { Pulse } from './types.js' */
/** @import { PlacedArrow } from './map_arrows.js' */

const box = { width: 148, height: 60 };
const pitch = { x: 148 + 216, y: 150 };
const pad = { x: 18, top: 34, bottom: 16 };
const margin = 12;

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Rect
 * @typedef {{ name: string, column: number, row: number } & Rect} PlacedModule
 * @typedef {{ name: string, modules: string[] } & Rect} PlacedProcess
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
    processes.push({
      name,
      modules: [...members.values()].flat(),
      x: first.x - pad.x,
      y: first.y - pad.top,
      width: last.x + last.width - first.x + 2 * pad.x,
      height: last.y + last.height - first.y + pad.top + pad.bottom,
    });
  }
  const placed = placeArrows(arrows, modules);
  const bottom = Math.max(...processes.map((one) => one.y + one.height), placed.bottom);
  return {
    width: Math.max(...processes.map((one) => one.x + one.width)) + margin,
    height: bottom + margin,
    modules,
    processes,
    arrows: placed.arrows,
  };
}

/** @param {number} column @param {number} row @returns {Rect} */
function rectAt(column, row) {
  return {
    x: margin + pad.x + column * pitch.x,
    y: margin + pad.top + row * pitch.y,
    ...box,
  };
}
