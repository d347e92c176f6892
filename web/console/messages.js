// What an arrow of the map carries: its messages, and what one of them looks like.
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { MessageExample } from './message_example.js';
import { milliseconds, perSecond } from './map_arrows.js';
import { quantileMs } from './quantiles.js';

/** @import { Arrow, Traffic } from './traffic.js' */
/** @import { Calls, Pulse } from './types.js' */

/** @param {number} us @param {number} n */
const eachUs = (us, n) => (n > 0 ? `${(us / n).toFixed(1)} µs` : '–');

/** @param {Calls} calls */
function wireFacts(calls) {
  const n = calls.ok + calls.failed;
  if (calls.transport === 'local' || n === 0) return null;
  return html`<dl class="facts-list">
    <div>
      <dt>request, mean</dt>
      <dd>${(calls.request_bytes / n).toFixed(0)} bytes</dd>
    </div>
    <div>
      <dt>reply, mean</dt>
      <dd>${(calls.reply_bytes / n).toFixed(0)} bytes</dd>
    </div>
    <div>
      <dt>encoding, mean</dt>
      <dd>${eachUs(calls.encode_us, n)}</dd>
    </div>
    <div>
      <dt>decoding, mean</dt>
      <dd>${eachUs(calls.decode_us, n)}</dd>
    </div>
    <div>
      <dt>waiting for a connection, mean</dt>
      <dd>${eachUs(calls.queue_us, n)}</dd>
    </div>
  </dl>`;
}

/** @param {{ arrow: Arrow, pulse: Pulse, message: string, choose: (name: string) => void,
 *           close: () => void }} props  message: its name; if there is none of it here, the
 *   one that was the busiest stays */
export function Messages({ arrow, pulse, message, choose, close }) {
  const [busiest] = useState(arrow.messages[0]);
  const title = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => title.current?.focus(), []); // it appears below, where nobody may look
  const named = (/** @type {string} */ name) => arrow.messages.find((one) => one.name === name);
  const chosen = named(message) ?? named(busiest.name) ?? arrow.messages[0];
  const row = (/** @type {Traffic} */ one) => {
    const p99 = quantileMs(one.times, 0.99);
    return html`<tr key=${one.name} class=${one === chosen ? 'chosen' : ''}>
      <th scope="row">
        <button
          class="plain link"
          aria-pressed=${one === chosen}
          onClick=${() => choose(one.name)}
        >
          ${one.name}
        </button>
      </th>
      <td>${one.kind === 'call' ? 'call' : one.kind === 'event' ? 'event' : 'durable command'}</td>
      <td data-label="calls/s" class="figure">${perSecond(one.rate)}</td>
      <td data-label="p99, ms" class="figure">${p99 === null ? '–' : milliseconds(p99)}</td>
      <td data-label="calls" class="figure">${one.total}</td>
      <td data-label="errors" class=${one.failed > 0 ? 'figure bad' : 'figure'}>${one.failed}</td>
    </tr>`;
  };
  return html`<section class="panel" aria-labelledby="messages-title">
    <div class="panel-head">
      <h2 id="messages-title" ref=${title} tabindex="-1">${arrow.caller} → ${arrow.callee}</h2>
      <button class="plain" onClick=${close}>Close</button>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Messages on this arrow">
      <table>
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">Kind</th>
            <th scope="col" class="figure">calls/s</th>
            <th scope="col" class="figure">p99, ms</th>
            <th scope="col" class="figure">calls</th>
            <th scope="col" class="figure">errors</th>
          </tr>
        </thead>
        <tbody>
          ${arrow.messages.map(row)}
        </tbody>
      </table>
    </div>
    <h3>${chosen.name}</h3>
    ${wireFacts(chosen.calls)}
    <${MessageExample} key=${chosen.name} calls=${chosen.calls} pulse=${pulse} />
  </section>`;
}
