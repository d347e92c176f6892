// What an arrow of the map carries: its messages, and what one of them looks like in code and on
// the wire.
import { get } from '../shared/api.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { asBytes, asCode } from './as_code.js';
import { milliseconds, perSecond } from './map_arrows.js';
import { quantileMs } from './traffic.js';

/** @import { Arrow, Traffic } from './traffic.js' */
/** @import { Calls, Example, Pulse } from './types.js' */

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

/** How long those were that were really sent. @param {Calls} calls */
function meanSizes({ ok, failed, transport, request_bytes, reply_bytes }) {
  const n = ok + failed;
  if (transport === 'local' || n === 0) return '';
  const mean = (/** @type {number} */ bytes) => (bytes / n).toFixed(0);
  const both = `${mean(request_bytes)} and ${mean(reply_bytes)}`;
  return n === 1
    ? ` The one that was sent had ${both}.`
    : ` The ${n} that were sent had ${both} on average.`;
}

/** @param {{ calls: Calls, pulse: Pulse }} props */
function ExampleOf({ calls, pulse }) {
  const { data, problem } = useResource(calls.message, (signal) =>
    get(`/api/v1/admin/messages/${encodeURIComponent(calls.message)}`, {}, signal),
  );
  if (problem)
    return html`<${Trouble} title="There is no example of this message." problem=${problem} />`;
  if (!data) return html`<${Waiting} bars=${2} />`;
  const example = /** @type {Example} */ (data);
  const process = pulse.modules.find(({ name }) => name === calls.callee)?.process;
  const url = pulse.processes.find(({ name }) => name === process)?.url ?? '';
  const host = url.startsWith('http') ? new URL(url).host : 'localhost';
  const wire = asBytes(example, calls, host);
  const local = calls.transport === 'local' && calls.kind === 'call';
  return html`<div class="two-sides">
      <figure>
        <figcaption>The call in code</figcaption>
        <pre tabindex="0"><code>${asCode(example, calls)}</code></pre>
        ${
          local &&
          html`<p class="hint">
            This is all that happens here: both modules are in one process, and the handler gets a
            reference to this very object.
          </p>`
        }
      </figure>
      <figure class=${local ? 'would-be' : 'across'}>
        <figcaption>
          ${local ? 'The bytes that it would be in another process' : 'The bytes on the wire'}
        </figcaption>
        <pre tabindex="0"><code>${wire.request}</code></pre>
        <pre tabindex="0"><code>${wire.reply}</code></pre>
      </figure>
    </div>
    <p class="hint">
      The values are made up from the contract: nothing that customers said is recorded, so nothing
      of theirs can be shown. Line breaks are for reading; the bodies have ${wire.sizes[0]} and
      ${' '}${wire.sizes[1]} bytes without them.${meanSizes(calls)}
    </p>`;
}

/** @param {{ arrow: Arrow, pulse: Pulse, close: () => void }} props */
export function Messages({ arrow, pulse, close }) {
  const [name, setName] = useState(arrow.messages[0].name);
  const title = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => title.current?.focus(), []); // it appears below, where nobody may look
  const chosen = arrow.messages.find((one) => one.name === name) ?? arrow.messages[0];
  const row = (/** @type {Traffic} */ one) => {
    const p99 = quantileMs(one.buckets, 0.99);
    return html`<tr key=${one.name} class=${one === chosen ? 'chosen' : ''}>
      <th scope="row">
        <button
          class="plain link"
          aria-pressed=${one === chosen}
          onClick=${() => setName(one.name)}
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
    <${ExampleOf} key=${chosen.name} calls=${chosen.calls} pulse=${pulse} />
  </section>`;
}
