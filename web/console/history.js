// An hour of the shop's main figures, kept by the gateway's process.
import { get } from '../shared/api.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { toProblem } from '../shared/http.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { Chart } from './chart.js';
import {
  counted,
  cpuWords,
  figure,
  latencyWords,
  memoryWords,
  messagesWords,
  ordersWords,
  outboxesWords,
  requestsWords,
  stepOf,
  troubleWords,
  writesWords,
} from './history_words.js';

/** @import { Problem } from '../shared/http.js' */
/** @import { Sample } from './types.js' */
/** @import { Scale, Series } from './chart.js' */

const everyMs = 5000;

/**
 * @typedef {{ name: string, words: (all: Sample[]) => string, unit: string, note: string,
 *             scale?: Scale, series: Series[] }} Plot
 */

/**
 * @param {keyof Sample} field
 * @param {string} name
 * @param {Series['tone']} tone
 * @param {string} [brief] the name where there is little room
 * @returns {Series}
 */
const line = (field, name, tone, brief) => ({
  name,
  brief,
  tone,
  values: (/** @type {Sample[]} */ all) => all.map((sample) => Number(sample[field])),
});

/** @type {Plot[]} */
const plots = [
  {
    name: 'Requests',
    words: requestsWords,
    unit: '/s',
    note: 'requests a second; failed: answered 5xx',
    series: [line('requests', 'all', 'ink'), line('failed', 'failed', 'bad')],
  },
  {
    name: 'Latency',
    words: latencyWords,
    unit: 'ms',
    scale: 'log',
    note: 'of requests, from their percentile curves; ms, on a log axis',
    series: [line('p50_ms', 'p50', 'ink'), line('p99_ms', 'p99', 'accent')],
  },
  {
    name: 'Orders',
    words: ordersWords,
    unit: '/s',
    note: 'orders a second, placed and answered well',
    series: [line('orders', 'orders', 'accent')],
  },
  {
    name: 'Messages',
    words: messagesWords,
    unit: '/s',
    note: 'messages a second between modules',
    series: [
      line('calls_within', 'in-process', 'ink'),
      line('calls_across', 'over HTTP', 'split'),
      line('calls_failed', 'failed', 'bad'),
    ],
  },
  {
    name: 'Outboxes',
    words: outboxesWords,
    unit: 'letters',
    scale: 'whole',
    note: 'letters owed by all modules',
    series: [line('pending', 'owed', 'ink'), line('dead', 'dead', 'bad')],
  },
  {
    name: 'Waiting writes',
    words: writesWords,
    unit: '',
    scale: 'whole',
    note: "transactions in the writers' queues",
    series: [line('queued', 'waiting', 'ink')],
  },
  {
    name: 'CPU',
    words: cpuWords,
    unit: '%',
    note: '% of one core, all processes together',
    series: [line('cpu_percent', 'CPU', 'ink')],
  },
  {
    name: 'Memory',
    words: memoryWords,
    unit: 'MiB',
    note: 'MiB resident, all processes together',
    series: [line('resident_mib', 'memory', 'ink')],
  },
  {
    name: 'Trouble',
    words: troubleWords,
    unit: '',
    scale: 'whole',
    note: 'how many breakers are open, how many modules out of reach',
    series: [
      line('open_breakers', 'open breakers', 'bad', 'breakers'),
      line('unreachable', 'out of reach', 'split', 'modules'),
    ],
  },
];

const columns = ['now', 'least', 'mean', 'most'];

/** @param {{ samples: Sample[] }} props */
function Table({ samples }) {
  const rows = plots.flatMap(({ name, unit, series }) =>
    series.map((one) => {
      const values = one.values(samples);
      return {
        name: series.length > 1 ? `${name}: ${one.name}` : name,
        unit,
        figures: [
          values.at(-1) ?? 0,
          Math.min(...values),
          values.reduce((sum, value) => sum + value, 0) / values.length,
          Math.max(...values),
        ],
      };
    }),
  );
  return html`<details>
    <summary>The same as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="The history as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">unit</th>
            ${columns.map((one) => html`<th scope="col" class="figure" key=${one}>${one}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, unit, figures }) => html`<tr key=${name}>
              <th scope="row">${name}</th>
              <td data-label="unit">${unit}</td>
              ${figures.map(
                (value, i) => html`<td data-label=${columns[i]} class="figure" key=${i}>
                  ${figure(value)}
                </td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** @returns {{ samples: Sample[] | null, problem: Problem | null }} */
function useHistory() {
  const [state, setState] = useState(
    /** @type {{ samples: Sample[] | null, problem: Problem | null }} */ ({
      samples: null,
      problem: null,
    }),
  );
  const last = useRef(/** @type {Sample[] | null} */ (null));
  useEffect(() => {
    const abort = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const look = async () => {
      try {
        if (!document.hidden || !last.current)
          last.current = (await get('/api/v1/admin/history', {}, abort.signal)).items;
        setState({ samples: last.current, problem: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        setState({ samples: last.current, problem: toProblem(error) });
      }
      if (!abort.signal.aborted) timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, []);
  return state;
}

export function HistoryView() {
  const { samples, problem } = useHistory();
  const steps = samples && `${counted(samples.length, 'step')} of ${stepOf(samples).toFixed(0)} s`;
  return html`<section>
    <div class="view-head">
      <${Heading}>History<//>
      <p class="hint">
        The last hour in steps of five seconds, in the memory of the gateway's process: it begins
        anew with it. For more, let Prometheus read <code>/metrics</code>.
      </p>
    </div>
    ${problem && html`<${Trouble} title="The history could not be read." problem=${problem} />`}
    ${!samples && !problem && html`<${Waiting} bars=${6} />`}
    ${
      samples?.length === 0 &&
      html`<${Empty} title="The shop has only just begun.">
        <p>The first figures come within ten seconds.</p>
      <//>`
    }
    ${
      samples &&
      samples.length > 0 &&
      html`<div class="charts">
          ${plots.map(
            ({ name, words, unit, note, scale, series }) => html`<${Chart}
              key=${name}
              name=${name}
              title=${words(samples)}
              unit=${unit}
              note=${`${note}; ${steps}`}
              scale=${scale ?? 'linear'}
              series=${series}
              samples=${samples}
            />`,
          )}
        </div>
        <${Table} samples=${samples} />`
    }
  </section>`;
}
