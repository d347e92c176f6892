// Events and durable commands: what was delivered, what is still owed, and what was given up.
import { call, get } from '../shared/api.js';
import { moment } from '../shared/format.js';
import { html, useState } from '../shared/html.js';
import { toProblem } from '../shared/http.js';
import { notify } from '../shared/notices.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { withRecentLogin } from '../shared/recent_login.js';
import { useResource } from '../shared/resource.js';
import { milliseconds, perSecond } from './map_arrows.js';
import { usePulse } from './pulse.js';
import { quantileMs } from './quantiles.js';
import { arrowsOf } from './traffic.js';

/** @import { Arrow, Traffic } from './traffic.js' */
/** @import { Letter, Letters, Pulse, PulseModule } from './types.js' */

/** @param {number} ms */
const age = (ms) =>
  ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`;

/** @param {{ pulse: Pulse, chosen: string, choose: (name: string) => void }} props */
function Outboxes({ pulse, chosen, choose }) {
  const row = (/** @type {PulseModule} */ module) => html`<tr
    key=${module.name}
    class=${module.name === chosen ? 'chosen' : ''}
  >
    <th scope="row">
      <button
        class="plain link"
        aria-pressed=${module.name === chosen}
        onClick=${() => choose(module.name)}
      >
        ${module.name}
      </button>
    </th>
    <td data-label="owed" class="figure">
      ${module.reachable ? module.pending : 'out of reach'}
    </td>
    <td data-label="dead letters" class=${module.dead > 0 ? 'figure bad' : 'figure'}>
      ${module.dead}
    </td>
    <td data-label="oldest" class="figure">
      ${module.oldest_ms > 0 ? age(module.oldest_ms) : '–'}
    </td>
  </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Outboxes">
    <table>
      <caption>
        Outboxes: what each module still owes
      </caption>
      <thead>
        <tr>
          <th scope="col">Module</th>
          <th scope="col" class="figure">owed</th>
          <th scope="col" class="figure">dead letters</th>
          <th scope="col" class="figure">oldest</th>
        </tr>
      </thead>
      <tbody>
        ${pulse.modules.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ arrows: Arrow[] }} props */
function Deliveries({ arrows }) {
  const all = arrows.filter(({ delivers }) => delivers);
  if (all.length === 0)
    return html`<${Empty} title="Nothing was delivered yet.">
      <p>
        Deliveries appear with the first order: buy something in${' '}
        <a href="/console/trace">Trace</a>.
      </p>
    <//>`;
  const row = (/** @type {Arrow} */ arrow, /** @type {Traffic} */ one) => {
    const p99 = quantileMs(one.times, 0.99);
    return html`<tr key=${`${arrow.id} ${one.name}`}>
      <th scope="row">${one.name}</th>
      <td data-label="Kind">${one.kind === 'event' ? 'event' : 'durable command'}</td>
      <td data-label="From → to" class=${arrow.crosses ? 'across-text' : ''}>
        ${arrow.caller} → ${arrow.callee}${arrow.crosses ? ', HTTP' : ''}${
          arrow.lost && html`, <span class="bad">${arrow.caller} is out of reach</span>`
        }
      </td>
      <td data-label="/s" class="figure">${perSecond(one.rate)}</td>
      <td data-label="p99, ms" class="figure">${p99 === null ? '–' : milliseconds(p99)}</td>
      <td data-label="tried" class="figure">${one.total}</td>
      <td data-label="failed" class=${one.failed > 0 ? 'figure bad' : 'figure'}>${one.failed}</td>
    </tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries">
    <table>
      <caption>
        Deliveries since the processes began; a failed one is tried again
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Kind</th>
          <th scope="col">From → to</th>
          <th scope="col" class="figure">/s</th>
          <th scope="col" class="figure">p99, ms</th>
          <th scope="col" class="figure">tried</th>
          <th scope="col" class="figure">failed</th>
        </tr>
      </thead>
      <tbody>
        ${all.flatMap((arrow) => arrow.messages.map((one) => row(arrow, one)))}
      </tbody>
    </table>
  </div>`;
}

/** @param {string} json */
function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** @param {{ module: string, letter: Letter, reload: () => void }} props */
function LetterRow({ module, letter, reload }) {
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const act = async (/** @type {'replay' | 'discard'} */ what) => {
    setBusy(true);
    try {
      const path = `/api/v1/admin/outbox/${module}/${letter.delivery}/${what}`;
      await withRecentLogin(() => call('POST', path));
      notify(what === 'replay' ? 'It is tried again.' : 'It is given up; what waited goes on.');
    } catch (error) {
      notify(`Nothing was changed: ${toProblem(error).detail}`);
    }
    setBusy(false);
    setSure(false);
    reload();
  };
  return html`<tr>
    <th scope="row">${letter.type}<br /><span class="hint">to ${letter.destination}</span></th>
    <td data-label="State">${letter.dead ? html`<span class="bad">dead</span>` : 'waits'}</td>
    <td data-label="attempts" class="figure">${letter.attempts}</td>
    <td data-label="Last error">${letter.error || '–'}</td>
    <td data-label="Written">${moment(letter.created_at)}</td>
    <td>
      ${
        letter.dead &&
        html`<span class="doing">
          <button class="quiet" disabled=${busy} onClick=${() => void act('replay')}>Replay</button>
          ${
            sure
              ? html`<button
                    class="quiet bad"
                    disabled=${busy}
                    onClick=${() => void act('discard')}
                  >
                    Discard for good
                  </button>
                  <button class="quiet" onClick=${() => setSure(false)}>Keep it</button>`
              : html`<button class="quiet" disabled=${busy} onClick=${() => setSure(true)}>
                  Discard…
                </button>`
          }
        </span>`
      }
    </td>
    <td data-label="Payload" class="payload">
      <details>
        <summary>${letter.payload.length} bytes</summary>
        <pre tabindex="0"><code>${pretty(letter.payload)}</code></pre>
      </details>
    </td>
  </tr>`;
}

/** @param {{ module: string, changed: string }} props  changed: another one loads it anew */
function Outbox({ module, changed }) {
  const [dead, setDead] = useState(false);
  const [turn, setTurn] = useState(0);
  const { data, problem, reload } = useResource(`${module} ${dead} ${changed} ${turn}`, (signal) =>
    get(`/api/v1/admin/outbox/${module}`, { dead: dead ? 'true' : null, limit: 100 }, signal),
  );
  const [last, setLast] = useState(/** @type {Letters | null} */ (null));
  if (data && data !== last) setLast(data);
  const letters = /** @type {Letters | null} */ (data ?? last);
  const choice = (/** @type {boolean} */ value, /** @type {string} */ text) => html`<button
    class="quiet"
    aria-pressed=${dead === value}
    onClick=${() => setDead(value)}
  >
    ${text}
  </button>`;
  return html`<section aria-labelledby="outbox-title">
    <h2 id="outbox-title">The outbox of ${module}</h2>
    <div class="choices" role="group" aria-label="Which letters">
      ${choice(false, 'All that is owed')} ${choice(true, 'Dead letters')}
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The outbox could not be read."
        problem=${problem}
        retry=${reload}
      />`
    }
    ${!problem && !letters && html`<${Waiting} bars=${2} />`}
    ${
      !problem &&
      letters?.items.length === 0 &&
      html`<${Empty} title=${dead ? 'No dead letters.' : `${module} owes nothing.`}>
        <p>
          ${
            dead
              ? 'A letter is dead when it was refused as often as relay.attempts_max says.'
              : 'Letters are here from the transaction that wrote them until they are delivered.'
          }
        </p>
      <//>`
    }
    ${
      !problem &&
      letters &&
      letters.items.length > 0 &&
      html`<div class="scroll letters" tabindex="0" role="region" aria-label="Letters">
        <table>
          <caption>
            Oldest first; behind a dead one, what concerns the same order or user waits
          </caption>
          <thead>
            <tr>
              <th scope="col">Letter</th>
              <th scope="col">State</th>
              <th scope="col" class="figure">attempts</th>
              <th scope="col">Last error</th>
              <th scope="col">Written</th>
              <th scope="col">What to do</th>
              <th scope="col">Payload</th>
            </tr>
          </thead>
          <tbody>
            ${letters.items.map(
              (letter) => html`<${LetterRow}
                key=${letter.delivery}
                module=${module}
                letter=${letter}
                reload=${() => setTurn((n) => n + 1)}
              />`,
            )}
          </tbody>
        </table>
      </div>`
    }
  </section>`;
}

/** @param {{ id: string }} props */
export function EventsView({ id }) {
  const { pulses, problem } = usePulse();
  const [picked, pick] = useState(id);
  const pulse = pulses.at(-1);
  const worst =
    pulse?.modules.find(({ dead }) => dead > 0) ??
    pulse?.modules.find(({ pending }) => pending > 0);
  const chosen = picked || worst?.name || 'order';
  const state = pulse?.modules.find(({ name }) => name === chosen);
  return html`<section>
    <div class="view-head">
      <${Heading}>Events<//>
      <p class="hint">
        A module writes down what it announces and owes in the transaction that makes it true; a
        relay delivers it at least once, in order for each order and user.
      </p>
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The shop's pulse could not be taken."
        problem=${problem}
      />`
    }
    ${!pulse && !problem && html`<${Waiting} bars=${3} />`}
    ${
      pulse &&
      html`<div class="overview">
          <${Outboxes} pulse=${pulse} chosen=${chosen} choose=${pick} />
          <${Deliveries} arrows=${arrowsOf(pulses)} />
        </div>
        <${Outbox}
          key=${chosen}
          module=${chosen}
          changed=${`${state?.pending} ${state?.dead}`}
        />`
    }
  </section>`;
}
