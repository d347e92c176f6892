// The map: modules and processes as they are now, and what goes between them.
import { html } from '../shared/html.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { go, place, withQuery } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { usePulse } from './pulse.js';
import { arrowsOf, breakerOf, layoutName } from './traffic.js';
import { milliseconds, perSecond } from './map_arrows.js';
import { Drawing, manner } from './map_drawing.js';
import { Messages } from './messages.js';

/** @import { Arrow } from './traffic.js' */
/** @import { Pulse } from './types.js' */

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
        }${arrow.lost && html`, <span class="bad">${arrow.caller} is out of reach</span>`}
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
    ${line('shaft within faint', 'faint: nothing yet, or its sender is out of reach')}
    <li>What each process asks auth about keys every second is in the table only.</li>
  </ul>`;
}

/** Back to where the details were opened. @param {string} id */
function focusArrow(id) {
  const arrow = document.querySelector(`[data-arrow="${CSS.escape(id)}"]`);
  if (arrow instanceof SVGElement) arrow.focus();
}

/**
 * What is chosen stands in the address, so that Back comes to it again.
 * @param {string} arrow
 * @param {string} message
 */
const choose = (arrow, message) => go(withQuery({ arrow, message }), { replace: true });

export function MapView() {
  const { pulses, minutesAgo, problem } = usePulse();
  const { query } = useStore(place);
  const chosen = query.get('arrow') ?? '';
  const pulse = pulses.at(-1);
  const arrows = arrowsOf(pulses, minutesAgo);
  const arrow = arrows.find(({ id }) => id === chosen);
  const toggle = (/** @type {string} */ id) => {
    const next = arrows.find((one) => one.id === id && id !== chosen);
    choose(next?.id ?? '', next?.messages[0].name ?? '');
  };
  return html`<section>
    <div class="view-head">
      <${Heading}>Map<//>
      ${
        pulse &&
        html`<p class="hint">
          ${layoutName(pulse)}: ${pulse.modules.length} modules in ${pulse.processes.length}
          ${pulse.processes.length === 1 ? ' process' : ' processes'}. On each arrow: calls a second
          · p99 · errors since you opened this page, of the last five minutes at most. Choose one to
          see what it carries.
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
                message=${query.get('message') ?? ''}
                choose=${(/** @type {string} */ name) => choose(arrow.id, name)}
                close=${() => {
                  choose('', '');
                  focusArrow(arrow.id);
                }}
              />`
            }
            <${ArrowTable} pulse=${pulse} arrows=${arrows} chosen=${chosen} choose=${toggle} />`
        : !problem && html`<${Waiting} bars=${4} />`
    }
  </section>`;
}
