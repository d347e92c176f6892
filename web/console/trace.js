// Traces: a list, one as a waterfall, and two layouts side by side.
import { get } from '../shared/api.js';
import { html, useState } from '../shared/html.js';
import { toProblem } from '../shared/http.js';
import { notify } from '../shared/notices.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { go } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { buySomething, traceOf } from './buying.js';
import { exportTrace, keepTrace, keptTraces } from './kept_traces.js';
import { isOwn, second, timesOf, timesOfRow } from './trace_list.js';
import { layoutName } from './traffic.js';
import { SideBySide } from './side_by_side.js';
import { CauseLegend, Spent, Waterfall, duration } from './waterfall.js';

/** @import { Problem } from '../shared/http.js' */
/** @import { KeptTrace, Pulse, Trace, TraceRow } from './types.js' */

function Buy() {
  const [state, setState] = useState('');
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const buy = async () => {
    setProblem(null);
    setState('Buying…');
    try {
      const { words, tookMs, orderId } = await buySomething();
      setState(`${words}, in ${tookMs.toFixed(0)} ms as this page saw it`);
      if (orderId) go(`/console/trace/${await traceOf(orderId)}`);
    } catch (error) {
      setProblem(toProblem(error));
    }
  };
  return html`<div class="row">
      <button class="action" disabled=${state === 'Buying…' && !problem} onClick=${buy}>
        Buy something
      </button>
      <p class="hint" role="status">
        ${state || 'A real order, in your name, by a sandbox card; its trace is shown at once.'}
      </p>
    </div>
    ${problem && html`<${Trouble} title="Its trace is not to be had." problem=${problem} />`}`;
}

const shown = 20; // in the list

/** @param {{ current: string }} props */
function List({ current }) {
  const [which, setWhich] = useState('all');
  const [own, setOwn] = useState(false);
  const { data, problem, reload } = useResource(`${which} ${own} ${current}`, (signal) =>
    get(
      '/api/v1/admin/traces',
      {
        limit: own ? shown : 100, // most of them may be the console's own
        error: which === 'errors' ? 'true' : null,
        min_ms: which === 'slow' ? 100 : null,
      },
      signal,
    ),
  );
  const all = /** @type {TraceRow[]} */ (data?.items ?? []);
  const items = all.filter((one) => own || one.trace_id === current || !isOwn(one));
  const choice = (/** @type {string} */ name, /** @type {string} */ text) => html`<button
    class="quiet"
    aria-pressed=${which === name}
    onClick=${() => setWhich(name)}
  >
    ${text}
  </button>`;
  const row = (/** @type {TraceRow} */ one) => html`<tr
    key=${one.trace_id}
    class=${one.trace_id === current ? 'chosen' : ''}
  >
    <th scope="row"><a href=${`/console/trace/${one.trace_id}`}>${one.name}</a></th>
    <td class="figure" data-label="Answered after">${duration(timesOfRow(one).answered)}</td>
    <td class="figure" data-label="With deliveries">${duration(timesOfRow(one).all)}</td>
    <td data-label="Ended">${one.error ? html`<span class="bad">trouble</span>` : 'well'}</td>
    <td data-label="When">${second(one.started_at)}</td>
  </tr>`;
  return html`<div class="choices" role="group" aria-label="Which traces">
      ${choice('all', 'All that are kept')} ${choice('errors', 'With trouble')}
      ${choice('slow', 'Over 100 ms')} <button class="quiet" onClick=${reload}>Look again</button>
      <label class="check">
        <input type="checkbox" checked=${own} onChange=${() => setOwn(!own)} />
        what the console asks, too
      </label>
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The traces could not be read."
        problem=${problem}
        retry=${reload}
      />`
    }
    ${!problem && !data && html`<${Waiting} bars=${3} />`}
    ${
      data &&
      items.length === 0 &&
      html`<${Empty} title="No trace is kept yet.">
        <p>Every checkout is kept, what fails is, and one request in a hundred. Buy something.</p>
      <//>`
    }
    ${
      items.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Traces">
        <table>
          <caption>
            Newest first
          </caption>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col" class="figure">Answered after</th>
              <th scope="col" class="figure">With deliveries</th>
              <th scope="col">Ended</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            ${items.slice(0, shown).map(row)}
          </tbody>
        </table>
      </div>`
    }`;
}

/** @param {Trace} trace @returns {Promise<KeptTrace>} with the layout of the shop as it is now */
async function withLayout(trace) {
  const pulse = /** @type {Pulse} */ (await get('/api/v1/admin/pulse'));
  return { format: 1, layout: layoutName(pulse), made: `here, ${second(trace.started_at)}`, trace };
}

/** @param {{ trace: Trace }} props */
function Doing({ trace }) {
  const kept = useStore(keptTraces);
  const isKept = kept.some((one) => one.trace.trace_id === trace.trace_id);
  const doing = (/** @type {(one: KeptTrace) => void} */ act) =>
    withLayout(trace).then(act, (error) => notify(toProblem(error).detail));
  return html`<div class="row">
    <button
      class="quiet"
      disabled=${isKept}
      onClick=${() =>
        void doing((one) => {
          keepTrace(one);
          notify('Kept in this browser.');
        })}
    >
      ${isKept ? 'Kept' : 'Keep to compare'}
    </button>
    <button class="quiet" onClick=${() => void doing(exportTrace)}>Export</button>
    <a href="/console/trace/compare">Side by side</a>
  </div>`;
}

/** @param {{ id: string }} props */
function One({ id }) {
  const { data, problem, reload } = useResource(id, (signal) =>
    get(`/api/v1/admin/traces/${encodeURIComponent(id)}`, {}, signal),
  );
  if (problem)
    return html`<${Trouble} title="This trace is not to be had." problem=${problem} retry=${reload}>
      <p>Only some traces are kept, and the oldest go first.</p>
    <//>`;
  if (!data) return html`<${Waiting} bars=${5} />`;
  const trace = /** @type {Trace} */ (data);
  const { answered, all } = timesOf(trace);
  const more = all > answered;
  return html`<h2>${trace.spans[0]?.name} · answered after ${duration(answered)}</h2>
    <p class="hint">
      ${more && html`With deliveries ${duration(all)}. `}${second(trace.started_at)} ·${' '}
      <code>${trace.trace_id}</code>
    </p>
    ${
      trace.unreachable.length > 0 &&
      html`<p class="warn">
        Out of reach, so their part is missing: ${trace.unreachable.join(', ')}.
      </p>`
    }
    <${CauseLegend} />
    <${Waterfall} trace=${trace} />
    <${Doing} trace=${trace} />
    <${Spent} columns=${[{ title: 'this trace', trace }]} />`;
}

/** @param {{ id: string }} props */
export function TraceView({ id }) {
  const both = id === 'compare';
  return html`<section>
    <div class="view-head">
      <${Heading}>Trace<//>
      <p class="hint">
        One request through all modules and processes. Choose a row to read what its time went to.
      </p>
    </div>
    <${Buy} />
    ${both ? html`<${SideBySide} />` : id && html`<${One} key=${id} id=${id} />`}
    ${
      !both &&
      html`<p class="beneath">
        <a href="/console/trace/compare">The same checkout in two layouts, side by side</a>
      </p>`
    }
    <${List} current=${id} />
  </section>`;
}
