// The map as a drawing: modules, processes, arrows and their figures.
import { html, useLayoutEffect, useMemo, useRef, useState } from '../shared/html.js';
import { placeColumn } from './map_column.js';
import { labelPx } from './map_labels.js';
import { leastWidth, placeMap, titleInset } from './map_layout.js';

/** @import { Arrow } from './traffic.js' */
/** @import { PlacedArrow, PlacedModule, PlacedProcess } from './map_layout.js' */
/** @import { Pulse, PulseModule } from './types.js' */

/** @param {Arrow} arrow */
export const manner = ({ crosses, serialized }) =>
  crosses ? 'over HTTP' : serialized ? 'in-process, encoded' : 'in-process';

/** @param {Arrow} arrow */
function classOf({ crosses, delivers, rate, failing, total, lost }) {
  return [
    crosses ? 'across' : 'within',
    delivers ? 'delivers' : '',
    total === 0 || lost ? 'faint' : '',
    rate > 0 ? 'busy' : '',
    failing > 0 ? 'failing' : '',
  ].join(' ');
}

/**
 * @param {{ placed: PlacedArrow, css: string, choose: () => void,
 *           point: (id: string) => void }} props  point: the mouse is on that arrow; '': on none
 */
function ArrowDrawing({ placed: { arrow, d, label, start }, css, choose, point }) {
  const does = arrow.delivers ? 'delivers to' : 'calls';
  const lost = arrow.lost ? `, ${arrow.caller} is out of reach` : '';
  const name = `${arrow.caller} ${does} ${arrow.callee}, ${manner(arrow)}${lost}`;
  const tip = arrow.crosses ? 'across' : 'within';
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  };
  return html`<g
    class=${`arrow ${css}`}
    role="button"
    tabindex="0"
    aria-pressed=${css.includes('chosen')}
    aria-label=${`${name}: ${label.lines.join('; ') || 'nothing yet'}`}
    data-arrow=${arrow.id}
    onClick=${choose}
    onKeyDown=${onKey}
    onMouseEnter=${() => point(arrow.id)}
    onMouseLeave=${() => point('')}
  >
    <path class="reach" d=${d} />
    <path class="shaft" d=${d} marker-end=${`url(#tip-${tip})`} />
    ${start && html`<circle class="start" cx=${start.x} cy=${start.y} r="3" />`}
  </g>`;
}

/**
 * @param {{ placed: PlacedArrow, css: string, choose: () => void,
 *           point: (id: string) => void }} props
 */
function Label({ placed: { arrow, label, broken }, css, choose, point }) {
  const { lines, rect, leader } = label;
  if (lines.length === 0) return null;
  const middle = rect.x + rect.width / 2;
  const width = labelPx(lines, broken);
  return html`<g
    class=${`label ${css}`}
    aria-hidden="true"
    data-label=${arrow.id}
    onClick=${choose}
    onMouseEnter=${() => point(arrow.id)}
    onMouseLeave=${() => point('')}
  >
    ${
      leader &&
      html`<path
          class="leader"
          d=${`M${leader[0].x} ${leader[0].y}L${leader[1].x} ${leader[1].y}`}
        />
        <circle class="leader-end" cx=${leader[1].x} cy=${leader[1].y} r="2.5" />`
    }
    <rect x=${middle - width / 2} y=${rect.y} width=${width} height=${rect.height} rx="3" />
    ${lines.map(
      (line, i) => html`<text
        key=${i}
        class=${i >= lines.length - broken ? 'breaker' : 'on-arrow'}
        x=${middle}
        y=${rect.y + 14 + i * 16}
        text-anchor="middle"
      >
        ${line}
      </text>`,
    )}
  </g>`;
}

/** @param {{ id: string, css: string }} props */
function Tip({ id, css }) {
  return html`<marker
    id=${id}
    class=${css}
    viewBox="0 0 10 10"
    refX="9"
    refY="5"
    markerWidth="8"
    markerHeight="8"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path d="M1 1 9 5 1 9" />
  </marker>`;
}

/** How a module is doing. @param {PulseModule | undefined} module none: the gateway */
function factsOf(module) {
  if (!module) return [{ words: 'the front door', dead: false }];
  if (!module.reachable) return [{ words: 'out of reach', dead: false }];
  const outbox = { words: `outbox ${module.pending}`, dead: false };
  return module.dead > 0
    ? [outbox, { words: `${module.dead} dead`, dead: true }]
    : [{ words: `queue ${module.queued}`, dead: false }, outbox];
}

const factLetterPx = 6.2;

/** @param {{ placed: PlacedModule, module: PulseModule | undefined }} props */
function ModuleDrawing({ placed: { name, x, y, width, height }, module }) {
  const facts = factsOf(module);
  const letters = facts.map(({ words }) => words).join(' · ').length;
  const stacked = letters * factLetterPx > width - 8; // each fact on a line of its own
  const lost = module && !module.reachable;
  const middle = x + width / 2;
  const top = y + (height - 60) / 2 - (stacked ? (facts.length - 1) * 8 : 0);
  const dead = (/** @type {boolean} */ so) => (so ? 'dead' : '');
  return html`<g class=${lost ? 'module lost' : 'module'}>
    <rect x=${x} y=${y} width=${width} height=${height} rx="6" />
    <text class="name" x=${middle} y=${top + 26} text-anchor="middle">${name}</text>
    <text class="facts" x=${middle} y=${top + 46} text-anchor="middle">
      ${facts.map(
        (fact, i) => html`<tspan
          key=${i}
          class=${dead(fact.dead)}
          x=${stacked ? middle : undefined}
          dy=${stacked && i > 0 ? 15 : undefined}
          >${(i > 0 && !stacked ? ' · ' : '') + fact.words}</tspan
        >`,
      )}
    </text>
  </g>`;
}

/** @param {{ placed: PlacedProcess }} props */
function ProcessDrawing({ placed: { x, y, width, height, title } }) {
  return html`<g class="process">
    <rect x=${x} y=${y} width=${width} height=${height} rx="6" />
    ${title.map(
      (line, i) => html`<text key=${i} x=${x + titleInset} y=${y + 20 + i * 16}>${line}</text>`,
    )}
  </g>`;
}

const leastScale = 11 / 12; // of the drawing's smallest letters, which are of 12 px

/**
 * The map as it fits into its place: the plane, a little smaller if need be, or else the column.
 * @param {Pulse} pulse
 * @param {Arrow[]} arrows
 * @param {number} room
 */
function placeIn(pulse, arrows, room) {
  const fits = leastWidth(pulse, arrows) * leastScale <= room;
  return fits ? placeMap(pulse, arrows, room) : placeColumn(pulse, arrows, room);
}

/** How wide an element is; 0 before it is there. @param {{ current: HTMLElement | null }} ref */
function useWidth(ref) {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  return width;
}

/**
 * The map, in the form that its place has room for.
 * @param {{ pulse: Pulse, arrows: Arrow[], chosen: string, choose: (id: string) => void }} props
 */
export function Drawing(props) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const room = useWidth(place);
  return html`<div class="scroll map" ref=${place} role="region" aria-label="Map">
    ${room > 0 && html`<${Sheet} ...${props} room=${room} />`}
  </div>`;
}

/**
 * @param {{ pulse: Pulse, arrows: Arrow[], chosen: string, choose: (id: string) => void,
 *           room: number }} props  room: how wide it may become
 */
function Sheet({ pulse, arrows, chosen, choose, room }) {
  const {
    form,
    width,
    height,
    modules,
    processes,
    arrows: placed,
  } = useMemo(() => placeIn(pulse, arrows, room), [pulse, room]);
  // Where arrows cross, the busy ones lie above; in the column they are met from the top down.
  const inOrder =
    form === 'column' ? placed : [...placed].sort((a, b) => a.arrow.total - b.arrow.total);
  const [pointed, point] = useState('');
  const cssOf = (/** @type {PlacedArrow} */ { arrow }) =>
    [
      classOf(arrow),
      arrow.id === chosen ? 'chosen' : '',
      arrow.id === pointed ? 'pointed' : '',
    ].join(' ');
  return html`<svg
    class=${form}
    viewBox=${`0 0 ${width} ${height}`}
    width=${width}
    height=${height}
    role="group"
    aria-label="Modules, processes and the calls between them"
  >
    <defs>
      <${Tip} id="tip-within" css="tip within" />
      <${Tip} id="tip-across" css="tip across" />
    </defs>
    ${processes.map((one) => html`<${ProcessDrawing} key=${one.name} placed=${one} />`)}
    ${modules.map(
      (one) => html`<${ModuleDrawing}
        key=${one.name}
        placed=${one}
        module=${pulse.modules.find(({ name }) => name === one.name)}
      />`,
    )}
    ${inOrder.map(
      (one) => html`<${ArrowDrawing}
        key=${one.arrow.id}
        placed=${one}
        css=${cssOf(one)}
        choose=${() => choose(one.arrow.id)}
        point=${point}
      />`,
    )}
    ${placed.map(
      (one) => html`<${Label}
        key=${one.arrow.id}
        placed=${one}
        css=${cssOf(one)}
        choose=${() => choose(one.arrow.id)}
        point=${point}
      />`,
    )}
  </svg>`;
}
