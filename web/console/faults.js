// Trouble on purpose: put in, watched, taken out again.
import { call, get } from '../shared/api.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { toProblem } from '../shared/http.js';
import { notify } from '../shared/notices.js';
import { Empty, Field, Heading, Trouble, Waiting } from '../shared/parts.js';
import { withRecentLogin } from '../shared/recent_login.js';
import { useResource } from '../shared/resource.js';
import { sameRules } from './fault_rules.js';
import { Breakers, Customers } from './fault_watch.js';
import { usePulse } from './pulse.js';

/** @import { Pulse, Rule, Rules } from './types.js' */

const codes = ['unavailable', 'internal', 'deadline_exceeded', 'resource_exhausted', 'not_found'];

/** @type {[string, string][]} */
const kinds = [
  ['error', 'is refused with'],
  ['latency', 'comes late by'],
  ['drop', 'is never answered'],
  ['duplicate', 'is handled twice'],
  ['crash', 'kills the process'],
];

/** @param {Rule} rule */
export function ruleText(rule) {
  const what = [];
  if (rule.latency_ms !== null)
    what.push(
      `${rule.latency_ms} ms late${rule.jitter_ms ? ` and up to ${rule.jitter_ms} more` : ''}`,
    );
  if (rule.error !== null) what.push(`refused: ${rule.error}`);
  if (rule.drop) what.push('never answered');
  if (rule.duplicate) what.push('handled twice');
  if (rule.crash !== null)
    what.push(
      rule.crash === 'received' ? 'kills the process at once' : 'kills the process when done',
    );
  const share = rule.percent === null ? '' : `${rule.percent} % of `;
  return `${share}${rule.message ?? 'every message'}: ${what.join(', ') || 'nothing'}`;
}

/** @returns {Rule} */
const noRule = () => ({
  message: null,
  percent: null,
  latency_ms: null,
  jitter_ms: null,
  error: null,
  drop: null,
  duplicate: null,
  crash: null,
});

/** @typedef {Record<string, Rules>} AllRules  by module */

/** @param {AbortSignal} signal @returns {Promise<AllRules>} */
async function loadAll(signal) {
  const load = async (/** @type {string} */ module) => {
    const rules = await get(`/api/v1/admin/faults/${module}`, {}, signal).catch((error) => {
      // One that is out of reach must not hide the others: its process may just have been killed,
      // and its rules with it.
      if (toProblem(error).status >= 500) return { enabled: false, rules: [] };
      throw error;
    });
    return /** @type {[string, Rules]} */ ([module, rules]);
  };
  const { modules } = await get('/api/v1/admin/topology', {}, signal);
  const names = /** @type {{ name: string }[]} */ (modules).map(({ name }) => name);
  return Object.fromEntries(await Promise.all(names.map(load)));
}

/** @param {string} module @param {Rule[]} rules */
function replace(module, rules) {
  return withRecentLogin(() => call('PUT', `/api/v1/admin/faults/${module}`, { body: { rules } }));
}

/** @param {any} event */
const valueOf = (event) => event.currentTarget.value;

/** @param {{ label: string, value: string, onValue: (value: string) => void,
 *           options: [string, string][] }} props */
function Select({ label, value, onValue, options }) {
  return html`<label class="field">
    <span class="label">${label}</span>
    <select value=${value} onChange=${(/** @type {Event} */ event) => onValue(valueOf(event))}>
      ${options.map(([name, text]) => html`<option key=${name} value=${name}>${text}</option>`)}
    </select>
  </label>`;
}

/**
 * @param {{ pulse: Pulse | undefined, modules: string[],
 *           add: (module: string, rule: Rule) => Promise<void> }} props
 */
function Inject({ pulse, modules, add }) {
  const [module, setModule] = useState(modules.at(-1) ?? '');
  const [message, setMessage] = useState('');
  const [kind, setKind] = useState('error');
  const [code, setCode] = useState('unavailable');
  const [ms, setMs] = useState('300');
  const [percent, setPercent] = useState('100');
  const [busy, setBusy] = useState(false);
  const names = [
    ...new Set(
      (pulse?.calls ?? []).filter((one) => one.callee === module).map((one) => one.message),
    ),
  ].sort();
  const rule = () => {
    const made = noRule();
    made.message = message || null;
    if (percent !== '100') made.percent = Number(percent);
    if (kind === 'error') made.error = code;
    if (kind === 'latency') made.latency_ms = Number(ms);
    if (kind === 'drop') made.drop = true;
    if (kind === 'duplicate') made.duplicate = true;
    if (kind === 'crash') made.crash = 'received';
    return made;
  };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    void add(module, rule()).finally(() => setBusy(false));
  };
  return html`<form class="panel" aria-labelledby="inject-title" onSubmit=${onSubmit}>
    <h2 id="inject-title">Put trouble in</h2>
    <div class="fault-form">
      <${Select}
        label="Messages to"
        value=${module}
        onValue=${(/** @type {string} */ value) => {
          setModule(value);
          setMessage('');
        }}
        options=${modules.map((name) => [name, name])}
      />
      <${Select}
        label="Which"
        value=${message}
        onValue=${setMessage}
        options=${[['', 'every one'], ...names.map((name) => [name, name])]}
      />
      <${Select} label="What happens to it" value=${kind} onValue=${setKind} options=${kinds} />
      ${
        kind === 'error' &&
        html`<${Select}
          label="Code"
          value=${code}
          onValue=${setCode}
          options=${codes.map((name) => [name, name])}
        />`
      }
      ${
        kind === 'latency' &&
        html`<${Field}
          label="Milliseconds"
          name="ms"
          type="number"
          min="1"
          max="600000"
          value=${ms}
          onValue=${setMs}
          required
        />`
      }
      <${Field}
        label="Of how many, %"
        name="percent"
        type="number"
        min="1"
        max="100"
        value=${percent}
        onValue=${setPercent}
        required
      />
      <button class="action" disabled=${busy}>Put in</button>
    </div>
    ${
      kind === 'crash' &&
      html`<p class="warn">
        The process ends as by kill -9; in a monolith that is the whole shop.${' '}
        <code>cleave up</code> starts it again, without the rule: rules die with their process, so
        this one strikes once.
      </p>`
    }
  </form>`;
}

/**
 * @param {{ all: AllRules, remove: (module: string, at: number) => void,
 *           removeAll: () => void }} props
 */
function Current({ all, remove, removeAll }) {
  const rows = Object.entries(all).flatMap(([module, { rules }]) =>
    rules.map((rule, at) => ({ module, rule, at })),
  );
  if (rows.length === 0)
    return html`<${Empty} title="Nothing goes wrong on purpose.">
      <p>Put trouble in, and see what the shop does about it.</p>
    <//>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Faults that are in">
      <table>
        <caption>
          What goes wrong on purpose now
        </caption>
        <thead>
          <tr>
            <th scope="col">Messages to</th>
            <th scope="col">What</th>
            <th scope="col"><span class="unseen">What to do</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ module, rule, at }) => html`<tr key=${`${module} ${at}`}>
              <th scope="row">${module}</th>
              <td data-label="What" class="wrap">${ruleText(rule)}</td>
              <td>
                <button class="quiet" onClick=${() => remove(module, at)}>
                  Take out<span class="unseen"> of ${module}</span>
                </button>
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="row"><button class="quiet" onClick=${removeAll}>Take all out</button></div>`;
}

export function FaultsView() {
  const { pulses } = usePulse();
  const { data, problem, reload, set } = useResource('faults', loadAll);
  const all = /** @type {AllRules | null} */ (data);
  const pulse = pulses.at(-1);
  // Rules die with their process, and others may change them: they are read with every pulse.
  const latest = useRef(all);
  latest.current = all;
  useEffect(() => {
    if (!latest.current) return;
    const abort = new AbortController();
    const before = latest.current;
    loadAll(abort.signal).then(
      (now) => {
        const changed = !abort.signal.aborted && before === latest.current;
        if (changed && !sameRules(before, now)) set(now);
      },
      () => {}, // the pulse says what is out of reach
    );
    return () => abort.abort();
  }, [pulse?.at]);
  const change = async (/** @type {string} */ module, /** @type {Rule[]} */ rules) => {
    try {
      const now = /** @type {Rules} */ (await replace(module, rules));
      set({ ...all, [module]: now });
    } catch (error) {
      notify(`Nothing was changed: ${toProblem(error).detail}`);
    }
  };
  const rulesOf = (/** @type {string} */ module) => all?.[module]?.rules ?? [];
  const removeAll = async () => {
    for (const [module, { rules }] of Object.entries(all ?? {}))
      if (rules.length > 0) await replace(module, []);
    reload();
  };
  const enabled = all && Object.values(all).some((rules) => rules.enabled);
  return html`<section>
    <div class="view-head">
      <${Heading}>Faults<//>
      <p class="hint">
        A fault strikes in the process that hosts the module, so the same rule does the same in
        every layout.
      </p>
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The faults could not be read."
        problem=${problem}
        retry=${reload}
      />`
    }
    ${!all && !problem && html`<${Waiting} bars=${3} />`}
    ${
      all && !enabled
        ? html`<${Empty} title="Faults are off in this shop.">
            <p>
              They are for trials only. Start one with <code>--set faults.enabled=true</code> to put
              trouble in here.
            </p>
          <//>`
        : all &&
          html`<${Inject}
              pulse=${pulse}
              modules=${Object.keys(all)}
              add=${(/** @type {string} */ module, /** @type {Rule} */ rule) =>
                change(module, [...rulesOf(module), rule])}
            />
            <${Current}
              all=${all}
              remove=${(/** @type {string} */ module, /** @type {number} */ at) =>
                void change(
                  module,
                  rulesOf(module).filter((_, i) => i !== at),
                )}
              removeAll=${() => void removeAll().catch((error) => notify(toProblem(error).detail))}
            />`
    }
    ${
      all &&
      html`<div class="side-by-side">
        <${Customers} />
        ${pulse && html`<${Breakers} pulse=${pulse} />`}
      </div>`
    }
  </section>`;
}
