// The map: modules and processes as they are now, and what goes between them.
import { html, useMemo, useState } from '../shared/html.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { usePulse } from './pulse.js';
import { arrowsOf, breakerOf, layoutName } from './traffic.js';
import { milliseconds, perSecond } from './map_arrows.js';
import { labelPx } from './map_labels.js';
import { placeMap, titleInset } from './map_layout.js';
import { Messages } from './messages.js';

/** @import { Arrow } from './traffic.js' */
/** @import { PlacedArrow, PlacedModule, PlacedProcess } from './map_layout.js' */
/** @import { Pulse, PulseModule } from './types.js' */

/** @param {Arrow} arrow */
const manner = ({ crosses, serialized }) =>
  crosses ? 'over HTTP' : serialized ? 'in-process, encoded' : 'in-process';

/** @param {Arrow} arrow */
function classOf({ crosses, delivers, rate, failing, total }) {
  return [
    crosses ? 'across' : 'within',
    delivers ? 'delivers' : '',
    total === 0 ? 'unused' : '',
    rate > 0 ? 'busy' : '',
    failing > 0 ? 'failing' : '',
  ].join(' ');
}

/**
 * @param {{ placed: PlacedArrow, css: string, choose: () => void,
 *           point: (id: string) => void }} props  point: the mouse is on that arrow; '': on none
 */
function ArrowDrawing({ placed: { arrow, d, label }, css, choose, point }) {
  const does = arrow.delivers ? 'delivers to' : 'calls';
  const name = `${arrow.caller} ${does} ${arrow.callee}, ${manner(arrow)}`;
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
  const width = labelPx(lines);
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
        class=${broken && i === lines.length - 1 ? 'breaker' : 'on-arrow'}
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

/** @param {{ placed: PlacedModule, module: PulseModule | undefined }} props */
function ModuleDrawing({ placed: { name, x, y, width, height }, module }) {
  const words = !module
    ? 'the front door'
    : !module.reachable
      ? 'out of reach'
      : module.dead > 0
        ? `outbox ${module.pending}`
        : `queue ${module.queued} · outbox ${module.pending}`;
  const lost = module && !module.reachable;
  return html`<g class=${lost ? 'module lost' : 'module'}>
    <rect x=${x} y=${y} width=${width} height=${height} rx="6" />
    <text class="name" x=${x + width / 2} y=${y + 26} text-anchor="middle">${name}</text>
    <text class="facts" x=${x + width / 2} y=${y + 46} text-anchor="middle">
      ${words}${
        module && module.dead > 0 && html`<tspan class="dead"> · ${module.dead} dead</tspan>`
      }
    </text>
  </g>`;
}

/** @param {{ placed: PlacedProcess }} props */
function ProcessDrawing({ placed }) {
  return html`<g class="process">
    <rect x=${placed.x} y=${placed.y} width=${placed.width} height=${placed.height} rx="6" />
    <text x=${placed.x + titleInset} y=${placed.y + 20}>${placed.title}</text>
  </g>`;
}

/**
 * @param {{ pulse: Pulse, arrows: Arrow[], chosen: string,
 *           choose: (id: string) => void }} props
 */
function Drawing({ pulse, arrows, chosen, choose }) {
  const {
    width,
    height,
    modules,
    processes,
    arrows: placed,
  } = useMemo(() => placeMap(pulse, arrows), [pulse]);
  const inOrder = [...placed].sort((a, b) => a.arrow.total - b.arrow.total);
  const [pointed, point] = useState('');
  const cssOf = (/** @type {PlacedArrow} */ { arrow }) =>
    [
      classOf(arrow),
      arrow.id === chosen ? 'chosen' : '',
      arrow.id === pointed ? 'pointed' : '',
    ].join(' ');
  return html`<div class="scroll map" tabindex="0" role="region" aria-label="Map">
    <svg
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
    </svg>
  </div>`;
}

/** The same as the drawing, for whoever reads. @param {{ pulse: Pulse, arrows: Arrow[],
 *  chosen: string, choose: (id: string) => void }} props */
function ArrowTable({ pulse, arrows, chosen, choose }) {
  const rows = [...arrows].sort((a, b) => b.rate - a.rate || b.total - a.total);
  const row = (/** @type {Arrow} */ arrow) => {
    const breaker = breakerOf(pulse, arrow);
    return html`<tr key=${arrow.id} class=${arrow.id === chosen ? 'chosen' : ''}>
      <th scope="row">
        <button class="plain link" onClick=${() => choose(arrow.id)}>
          ${arrow.caller} → ${arrow.callee}
        </button>
      </th>
      <td class=${arrow.crosses ? 'across-text' : ''}>
        ${manner(arrow)}${arrow.delivers ? ', delivered' : ''}${
          arrow.housekeeping ? ', housekeeping' : ''
        }
      </td>
      <td data-label="calls/s" class="figure">${perSecond(arrow.rate)}</td>
      <td data-label="p99, ms" class="figure">
        ${arrow.p99 === null ? '–' : milliseconds(arrow.p99)}
      </td>
      <td data-label="calls" class="figure">${arrow.total}</td>
      <td data-label="errors" class=${arrow.failed > 0 ? 'figure bad' : 'figure'}>
        ${arrow.failed}
      </td>
      <td data-label="breaker">${breaker ? breaker.state.replace('_', ' ') : '–'}</td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The arrows as a table">
    <table>
      <caption>
        The arrows; rates and p99 of the last ten seconds, or since the start where nothing went
      </caption>
      <thead>
        <tr>
          <th scope="col">From → to</th>
          <th scope="col">How</th>
          <th scope="col" class="figure">calls/s</th>
          <th scope="col" class="figure">p99, ms</th>
          <th scope="col" class="figure">calls</th>
          <th scope="col" class="figure">errors</th>
          <th scope="col">Breaker</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}

function Legend() {
  const line = (/** @type {string} */ css, /** @type {string} */ text) => html`<li>
    <svg width="36" height="12" aria-hidden="true">
      <path class=${css} d="M0 6.5H36" />
    </svg>
    ${text}
  </li>`;
  return html`<ul class="legend">
    ${line('shaft within', 'in-process: a call')} ${line('shaft across', 'over HTTP: encoded')}
    ${line('shaft within delivers', 'thin: events and durable commands, by the relay')}
    ${line('shaft within unused', 'faint: nothing yet')}
    <li>What each process asks auth about keys every second is in the table only.</li>
  </ul>`;
}

/** Back to where the details were opened. @param {string} id */
function focusArrow(id) {
  const arrow = document.querySelector(`[data-arrow="${CSS.escape(id)}"]`);
  if (arrow instanceof SVGElement) arrow.focus();
}

export function MapView() {
  const { pulses, minutesAgo, problem } = usePulse();
  const [chosen, choose] = useState('');
  const pulse = pulses.at(-1);
  const arrows = arrowsOf(pulses, minutesAgo);
  const arrow = arrows.find(({ id }) => id === chosen);
  const toggle = (/** @type {string} */ id) => choose(id === chosen ? '' : id);
  return html`<section>
    <div class="view-head">
      <${Heading}>Map<//>
      ${
        pulse &&
        html`<p class="hint">
          ${layoutName(pulse)}: ${pulse.modules.length} modules in ${pulse.processes.length}
          ${pulse.processes.length === 1 ? ' process' : ' processes'}. On each arrow: calls a second
          · p99 · errors of the last five minutes. Choose one to see what it carries.
        </p>`
      }
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The shop's pulse could not be taken."
        problem=${problem}
      />`
    }
    ${
      pulse
        ? html`<${Drawing} pulse=${pulse} arrows=${arrows} chosen=${chosen} choose=${toggle} />
            <${Legend} />
            ${
              arrow &&
              html`<${Messages}
                key=${arrow.id}
                arrow=${arrow}
                pulse=${pulse}
                close=${() => {
                  choose('');
                  focusArrow(arrow.id);
                }}
              />`
            }
            <${ArrowTable} pulse=${pulse} arrows=${arrows} chosen=${chosen} choose=${toggle} />`
        : !problem && html`<${Waiting} bars=${4} />`
    }
  </section>`;
}
