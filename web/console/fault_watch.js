// What becomes of a shop in trouble: whether checkout lives on, and who has given up on whom.
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { buySomething } from './buying.js';

/** @import { Bought } from './buying.js' */
/** @import { Pulse } from './types.js' */

const shown = 60;
const pauseMs = 700;
const signs = { confirmed: '✓', open: '…', refused: '–', failed: '✗' };
const tones = { confirmed: 'good', open: 'warn', refused: 'warn', failed: 'bad' };

/** Orders one after the other, so that one sees whether customers still can. */
export function Customers() {
  const [running, setRunning] = useState(false);
  const [bought, setBought] = useState(/** @type {Bought[]} */ ([]));
  const stopped = useRef(true);
  const run = async () => {
    while (!stopped.current) {
      const one = await buySomething();
      setBought((all) => [...all, one].slice(-shown));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const toggle = () => {
    stopped.current = running;
    setRunning(!running);
    if (!running) void run();
  };
  useEffect(() => () => void (stopped.current = true), []);
  const last = bought.at(-1);
  const well = bought.filter(({ outcome }) => outcome === 'confirmed').length;
  return html`<section class="panel" aria-labelledby="customers-title">
    <h2 id="customers-title">Does checkout live on?</h2>
    <div class="row">
      <button class="quiet" aria-pressed=${running} onClick=${toggle}>
        ${running ? 'Stop buying' : 'Buy, one after the other'}
      </button>
      <p class="hint" role="status">
        ${
          last
            ? `${well} of ${bought.length} confirmed. The last: ${last.words}, ` +
              `${last.tookMs.toFixed(0)} ms`
            : 'Real orders, in your name, by a sandbox card.'
        }
      </p>
    </div>
    <ul class="outcomes" aria-label="Orders, the last one at the end">
      ${bought.map(
        ({ outcome, words }, i) => html`<li key=${i} class=${tones[outcome]} title=${words}>
          <span aria-hidden="true">${signs[outcome]}</span><span class="unseen">${outcome}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {{ pulse: Pulse }} props */
export function Breakers({ pulse }) {
  const all = pulse.processes.flatMap((process) =>
    process.breakers.map((breaker) => ({ from: process.name, ...breaker })),
  );
  const used = all.filter(
    ({ state, times_opened, from, callee }) =>
      state !== 'closed' ||
      times_opened > 0 ||
      pulse.calls.some(
        (calls) =>
          calls.callee === callee &&
          calls.transport === 'http' &&
          (calls.caller === from || from.split('+').includes(calls.caller)),
      ),
  );
  if (all.length === 0)
    return html`<section class="panel" aria-labelledby="breakers-title">
      <h2 id="breakers-title">Breakers</h2>
      <p class="hint">
        There are none: all modules share this process, so nobody can be given up on. Start${' '}
        <code>cleave up --config split</code> to see them.
      </p>
    </section>`;
  const order = { open: 0, half_open: 1, closed: 2 };
  used.sort((a, b) => order[a.state] - order[b.state] || b.times_opened - a.times_opened);
  return html`<section class="panel" aria-labelledby="breakers-title">
    <h2 id="breakers-title">Breakers</h2>
    <p class="hint">
      A refusal is an answer and opens none. What is never answered does, and so does a process that
      is not there.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Breaker by breaker">
      <table>
        <thead>
          <tr>
            <th scope="col">From → to</th>
            <th scope="col">State</th>
            <th scope="col" class="figure">opened</th>
            <th scope="col" class="figure">refused by it</th>
          </tr>
        </thead>
        <tbody>
          ${used.map(
            ({ from, callee, state, times_opened, refused }) => html`<tr key=${`${from} ${callee}`}>
              <th scope="row">${from} → ${callee}</th>
              <td data-label="State" class=${state === 'closed' ? '' : 'bad'}>
                ${state.replace('_', ' ')}
              </td>
              <td data-label="opened" class="figure">${times_opened}</td>
              <td data-label="refused by it" class="figure">${refused}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
