// The map where it is narrow: all modules one below the other, each process a frame around its own.
// Pure geometry, as in map_layout.js.
//
// What a module sends goes along a track of its own at the left: inside the frame of its process,
// or outside of all frames once it leaves it. From the track a branch leads to each module that is
// called, and the arrow's figures stand on that branch. So nothing can lie on anything else.

import { labelOf } from './map_arrows.js';
import { boldPx, labelPx, letterPx, linePx } from './map_labels.js';
import { breakerWords, columnsOf, processWords, titleLetterPx, titleInset } from './map_layout.js';

/** @import { Arrow } from './traffic.js' */
/** @import { Pulse } from './types.js' */
/** @import { Placed, PlacedArrow, PlacedModule, PlacedProcess } from './map_layout.js' */

const box = { width: 108, height: 62 };
const most = 440; // wider, and the branches only get longer
const least = 280; // narrower, and the figures have no room
const margin = 4;
const pad = 8; // between a frame and what is in it
const titleTop = 10;
const titleLinePx = 16;
const between = { modules: 14, processes: 12 };
const trackStep = 10;
const headPx = 12; // of a branch that its figures leave free for the arrow's head
const branchHeight = 24; // at least, so that a finger meets the right one
const startHeight = 14; // of the line from a module to its track
const roundPx = 5;
const blank = { lines: [], broken: 0, height: startHeight, y: 0 };

/**
 * Where one line meets the side of a module: a branch that ends there, or the start of a track.
 * @typedef {{ module: string, track: Track, arrow: Arrow | null, lines: string[], broken: number,
 *             height: number, y: number }} Slot  arrow: null at a start; broken: how many of its
 *   last lines are about the breaker; y: of the line
 * @typedef {{ caller: string, process: string, outside: boolean, arrows: Arrow[], from: number,
 *             to: number, lane: number }} Track  from, to: its first and last slot, as counted from
 *   the top; lane: 0 is the nearest to the modules
 * @typedef {{ name: string, process: string }} Stop
 */

/**
 * The modules from the top down: by their distance from the gateway, each process together.
 * @param {Pulse} pulse
 * @param {Arrow[]} arrows
 * @returns {Stop[]}
 */
function stopsOf(pulse, arrows) {
  const columns = columnsOf(
    pulse.modules.map(({ name }) => name),
    arrows,
  );
  const all = [{ name: 'gateway', process: 'gateway' }, ...pulse.modules];
  const far = (/** @type {Stop} */ { name }) => columns.get(name) ?? 1;
  const first = (/** @type {string} */ process) =>
    Math.min(...all.filter((one) => one.process === process).map(far));
  const processes = pulse.processes.map(({ name }) => name);
  return processes
    .sort((a, b) => first(a) - first(b))
    .flatMap((process) =>
      all
        .filter((one) => one.process === process)
        .sort((a, b) => far(a) - far(b))
        .map(({ name }) => ({ name, process })),
    );
}

/**
 * One for all that a module sends in the same manner.
 * @param {Stop[]} stops
 * @param {Arrow[]} arrows
 */
function tracksOf(stops, arrows) {
  /** @type {Map<string, Track>} */
  const tracks = new Map();
  for (const arrow of arrows) {
    const from = stops.find(({ name }) => name === arrow.caller);
    const to = stops.find(({ name }) => name === arrow.callee);
    if (!from || !to || from === to) continue;
    const outside = from.process !== to.process;
    const key = [arrow.caller, outside, arrow.delivers].join(' ');
    const { process, name: caller } = from;
    const none = { caller, process, outside, arrows: [], from: Infinity, to: -1, lane: 0 };
    const track = tracks.get(key) ?? none;
    track.arrows.push(arrow);
    tracks.set(key, track);
  }
  return [...tracks.values()];
}

/**
 * What meets each module, from the top down: what comes from above, the nearest first, what comes
 * from below, the nearest last, and its own tracks. So few lines cross.
 * @param {Stop[]} stops
 * @param {Track[]} tracks
 * @returns {Slot[]}
 */
function slotsOf(stops, tracks) {
  const at = new Map(stops.map(({ name }, i) => [name, i]));
  const rowOf = (/** @type {string} */ name) => at.get(name) ?? 0;
  const slots = stops.flatMap(({ name }) => {
    const away = (/** @type {Slot} */ { track: { caller } }) => rowOf(name) - rowOf(caller);
    const rank = (/** @type {Slot} */ slot) => (away(slot) > 0 ? away(slot) : 1000 + away(slot));
    /** @type {(track: Track, arrow: Arrow | null) => Slot} */
    const slot = (track, arrow) => ({ module: name, track, arrow, ...blank });
    const ends = tracks.flatMap((track) =>
      track.arrows.filter(({ callee }) => callee === name).map((arrow) => slot(track, arrow)),
    );
    const starts = tracks.filter(({ caller }) => caller === name).map((track) => slot(track, null));
    return [...ends.sort((a, b) => rank(a) - rank(b)), ...starts];
  });
  for (const [i, { track }] of slots.entries()) {
    track.from = Math.min(track.from, i);
    track.to = Math.max(track.to, i);
  }
  return slots;
}

/**
 * Puts tracks that pass one another into different lanes, the short ones nearest to the modules.
 * @param {Track[]} tracks that share a place: all outside, or all inside of a process
 * @returns {number} how many lanes that takes
 */
function giveLanes(tracks) {
  /** @type {Track[]} */
  const placed = [];
  for (const track of [...tracks].sort((a, b) => a.to - a.from - (b.to - b.from))) {
    const taken = (/** @type {Track} */ other) =>
      other.lane === track.lane && other.from <= track.to && track.from <= other.to;
    while (placed.some(taken)) ++track.lane;
    placed.push(track);
  }
  return Math.max(0, ...placed.map(({ lane }) => lane + 1));
}

/**
 * Pieces as lines of at most so many letters, as far as they can be.
 * @param {string[]} pieces
 * @param {string} joint between two on a line
 * @param {number} letters
 */
function fold(pieces, joint, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)}${joint}${piece}`;
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/**
 * What is too long for a line by itself is broken at its spaces.
 * @param {string[]} facts
 * @param {number} letters
 */
const wrap = (facts, letters) =>
  fold(
    facts.flatMap((fact) => fold(fact.split(' '), ' ', letters)),
    ' · ',
    letters,
  );

/**
 * What the frame of a process says.
 * @param {Pulse} pulse
 * @param {string} process
 * @param {number} width of the frame
 */
function titleOf(pulse, process, width) {
  const letters = Math.floor((width - 2 * titleInset) / titleLetterPx);
  const short = (/** @type {string} */ line) =>
    line.length > letters ? `${line.slice(0, letters - 1)}…` : line;
  return wrap(processWords(pulse, process), letters).map(short);
}

/**
 * What stands where from left to right.
 * @typedef {{ width: number, left: number, side: number, startOf: (process: string) => number,
 *             trackAt: (track: Track) => number }} Across  left: of the frames; side: of the
 *   modules, where all lines end; startOf: where the figures on the branches may begin
 */

/** @param {Pulse} pulse @param {Track[]} tracks @param {number} room @returns {Across} */
function acrossOf(pulse, tracks, room) {
  const width = Math.min(Math.max(room, least), most);
  const outside = giveLanes(tracks.filter((track) => track.outside));
  const left = margin + outside * trackStep + (outside > 0 ? 2 : 0);
  const inside = new Map(
    pulse.processes.map(({ name }) => [
      name,
      giveLanes(tracks.filter((track) => !track.outside && track.process === name)),
    ]),
  );
  const startOf = (/** @type {string} */ process) =>
    left + pad + (inside.get(process) ?? 0) * trackStep;
  return {
    width,
    left,
    side: width - margin - pad - box.width,
    startOf,
    trackAt: ({ outside: out, process, lane }) =>
      (out ? left - 6 : startOf(process) - 4) - lane * trackStep,
  };
}

/**
 * What stands on a branch, and how high that makes it.
 * @param {Pulse} pulse
 * @param {Slot} slot
 * @param {number} width that its figures may take
 */
function fill(pulse, slot, width) {
  if (!slot.arrow) return;
  const free = width - headPx - 8;
  const figures = labelOf(slot.arrow).split(' · ').filter(Boolean);
  const breaker = breakerWords(pulse, slot.arrow);
  const fits = breaker.length * boldPx <= free;
  const broken = (fits ? [breaker] : breaker.split(/ (.*)/, 2)).filter(Boolean);
  slot.lines = [...wrap(figures, Math.floor(free / letterPx)), ...broken];
  slot.broken = broken.length;
  slot.height = Math.max(branchHeight, slot.lines.length * linePx + 11);
}

/**
 * What stands where from the top down. The slots get their heights.
 * @param {Pulse} pulse
 * @param {Stop[]} stops
 * @param {Slot[]} slots
 * @param {Across} across
 */
function stackUp(pulse, stops, slots, { width, left, side }) {
  /** @type {PlacedModule[]} */
  const modules = [];
  /** @type {PlacedProcess[]} */
  const processes = [];
  let y = margin;
  for (const [row, { name, process }] of stops.entries()) {
    let frame = processes.at(-1);
    if (frame?.name === process) y += between.modules;
    else {
      y += frame ? pad + between.processes : 0;
      const title = titleOf(pulse, process, width - margin - left);
      const around = { x: left, y, width: width - margin - left, height: 0 };
      frame = { name: process, modules: [], title, ...around };
      processes.push(frame);
      y += titleTop + title.length * titleLinePx;
    }
    const here = slots.filter(({ module }) => module === name);
    const lines = here.reduce((sum, slot) => sum + slot.height, 0);
    const height = Math.max(box.height, lines + 8);
    let bottom = y + (height - lines) / 2;
    for (const slot of here) {
      bottom += slot.height;
      slot.y = bottom - (slot.lines.length > 0 ? 5 : slot.height / 2); // beneath its figures
    }
    modules.push({ name, column: 0, row, x: side, y, width: box.width, height });
    frame.modules.push(name);
    y += height;
    frame.height = y + pad - frame.y;
  }
  return { modules, processes, height: y + pad + margin };
}

/**
 * @param {Slot} slot
 * @param {Arrow} arrow
 * @param {number} from the height at which its track starts
 * @param {Across} across
 * @returns {PlacedArrow}
 */
function placeArrow({ lines, broken, track, y }, arrow, from, { side, trackAt }) {
  const x = trackAt(track);
  const height = lines.length * linePx + 4;
  const width = labelPx(lines, broken);
  const rect = { x: side - headPx - width, y: y - 2 - height, width, height };
  return {
    arrow,
    d: pathOf(side, x, from, y),
    start: { x: side, y: from },
    way: [
      { x, y: (from + y) / 2 },
      { x: (x + side) / 2, y },
    ],
    label: { lines, rect, leader: null },
    broken,
  };
}

/**
 * @param {Pulse} pulse
 * @param {Arrow[]} all
 * @param {number} room how wide it may become
 * @returns {Placed}
 */
export function placeColumn(pulse, all, room) {
  const arrows = all.filter(({ housekeeping }) => !housekeeping);
  const stops = stopsOf(pulse, arrows);
  const tracks = tracksOf(stops, arrows);
  const slots = slotsOf(stops, tracks);
  const across = acrossOf(pulse, tracks, room);
  for (const slot of slots) {
    const process = stops.find(({ name }) => name === slot.module)?.process ?? '';
    fill(pulse, slot, across.side - across.startOf(process));
  }
  const { modules, processes, height } = stackUp(pulse, stops, slots, across);
  const starts = new Map(slots.filter((one) => !one.arrow).map(({ track, y }) => [track, y]));
  const placed = slots.flatMap((slot) =>
    slot.arrow ? [placeArrow(slot, slot.arrow, starts.get(slot.track) ?? slot.y, across)] : [],
  );
  return { form: 'column', width: across.width, height, modules, processes, arrows: placed };
}

/**
 * From the side of one module along a track to the side of another.
 * @param {number} side x
 * @param {number} track x
 * @param {number} from y
 * @param {number} to y
 */
function pathOf(side, track, from, to) {
  const round = to > from ? roundPx : -roundPx;
  return (
    `M${side} ${from}H${track + roundPx}Q${track} ${from},${track} ${from + round}` +
    `V${to - round}Q${track} ${to},${track + roundPx} ${to}H${side}`
  );
}
