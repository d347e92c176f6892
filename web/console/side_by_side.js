// The same request in two layouts, on one scale.
import { html, useEffect, useId, useRef, useState } from '../shared/html.js';
import { notify } from '../shared/notices.js';
import { Waiting } from '../shared/parts.js';
import { useStore } from '../shared/store.js';
import { dropTrace, firstPair, keepTrace, keptTraces, keyOf, parseTrace } from './kept_traces.js';
import { rowsOf } from './trace_rows.js';
import { CauseLegend, Spent, Waterfall } from './waterfall.js';

/** @import { KeptTrace } from './types.js' */

/** @param {KeptTrace} one */
const titleOf = (one) => `${one.layout}, ${one.made}`;

/** @param {{ label: string, all: KeptTrace[], chosen: KeptTrace,
 *           choose: (one: KeptTrace) => void }} props */
function Choice({ label, all, chosen, choose }) {
  const id = useId();
  return html`<p class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      value=${keyOf(chosen)}
      onChange=${(/** @type {any} */ event) => {
        const one = all.find((other) => keyOf(other) === event.currentTarget.value);
        if (one) choose(one);
      }}
    >
      ${all.map(
        (one) => html`<option key=${keyOf(one)} value=${keyOf(one)}>${titleOf(one)}</option>`,
      )}
    </select>
  </p>`;
}

function Import() {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const take = async () => {
    const file = field.current?.files?.[0];
    if (!file) return;
    try {
      keepTrace(parseTrace(await file.text()));
    } catch (error) {
      notify(error instanceof Error ? error.message : 'This file could not be read.');
    }
    if (field.current) field.current.value = '';
  };
  return html`<label class="import">
    Import an exported trace
    <input ref=${field} type="file" accept="application/json,.json" onChange=${() => void take()} />
  </label>`;
}

/** @param {{ side: string, one: KeptTrace, span: number }} props */
function Side({ side, one, span }) {
  return html`<div>
    <h3>${one.layout}</h3>
    <p class="hint">${one.made}</p>
    <${Waterfall} trace=${one.trace} span=${span} name=${`${side}: ${one.layout}`} />
  </div>`;
}

export function SideBySide() {
  const kept = useStore(keptTraces);
  const [recorded, setRecorded] = useState(/** @type {KeptTrace[] | null} */ (null));
  const [picked, pick] = useState(/** @type {(KeptTrace | null)[]} */ ([null, null]));
  useEffect(() => {
    void import('./recorded.js').then((module) => setRecorded(module.recorded));
  }, []);
  if (!recorded) return html`<${Waiting} bars=${4} />`;
  const all = [...kept, ...recorded];
  const first = firstPair(kept, recorded);
  const left = picked[0] ?? first[0];
  const right = picked[1] ?? first[1];
  const span = Math.max(...[left, right].flatMap(({ trace }) => rowsOf(trace).map(({ to }) => to)));
  const pickLeft = (/** @type {KeptTrace} */ one) => pick([one, picked[1]]);
  const pickRight = (/** @type {KeptTrace} */ one) => pick([picked[0], one]);
  const mine = [left, right].filter((one) => kept.includes(one));
  return html`<section aria-labelledby="both-title">
    <h2 id="both-title">Two layouts, side by side</h2>
    <p class="hint">
      Both on one scale. Keep a trace here, start the shop in another layout, keep one there: this
      browser remembers both. Two are recorded and come with the page.
    </p>
    <div class="side-by-side">
      <${Choice} label="Left" all=${all} chosen=${left} choose=${pickLeft} />
      <${Choice} label="Right" all=${all} chosen=${right} choose=${pickRight} />
    </div>
    <div class="row">
      <${Import} />
      ${mine.map(
        (one) => html`<button
          class="quiet"
          key=${keyOf(one)}
          onClick=${() => {
            pick([null, null]);
            dropTrace(one);
          }}
        >
          Forget ${one.layout}
        </button>`,
      )}
    </div>
    <${CauseLegend} />
    <div class="side-by-side">
      <${Side} side="left" one=${left} span=${span} />
      <${Side} side="right" one=${right} span=${span} />
    </div>
    <h3>What the time went to</h3>
    <${Spent}
      columns=${[left, right].map((one) => ({ title: one.layout, trace: one.trace }))}
    />
  </section>`;
}
