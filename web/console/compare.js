// Comparisons of layouts: started here, watched, and read with all their plots.
import { call, get } from '../shared/api.js';
import { moment } from '../shared/format.js';
import { html, useEffect, useState } from '../shared/html.js';
import { toProblem } from '../shared/http.js';
import { notify } from '../shared/notices.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { withRecentLogin } from '../shared/recent_login.js';
import { useResource } from '../shared/resource.js';
import { go } from '../shared/router.js';
import { Report } from './report.js';

/** @import { Comparison } from './types.js' */

const path = '/api/v1/admin/comparisons';
const everyMs = 1000;

/** @param {{ layouts: string[], busy: boolean, started: () => void }} props */
function Start({ layouts, busy, started }) {
  const [chosen, choose] = useState(['monolith', 'split']);
  const [asked, setAsked] = useState(false);
  const toggle = (/** @type {string} */ name) =>
    choose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  const onSubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setAsked(true);
    try {
      const body = { layouts: layouts.filter((name) => chosen.includes(name)) };
      await withRecentLogin(() => call('POST', path, { body }));
    } catch (error) {
      notify(`Nothing was started: ${toProblem(error).detail}`);
    }
    setAsked(false);
    started();
  };
  return html`<form class="panel" onSubmit=${onSubmit}>
    <h2>A quick comparison</h2>
    <p class="hint">
      The same work over each layout, on this machine and beside this shop, about a minute and a
      half for two. It takes all cores, so customers of this shop will feel it, and the figures are
      for a first look: for a decision run <code>cleave compare</code> on a machine that does
      nothing else.
    </p>
    <fieldset class="choices">
      <legend class="unseen">Layouts</legend>
      ${layouts.map(
        (name) => html`<label key=${name} class="check">
          <input type="checkbox" checked=${chosen.includes(name)} onChange=${() => toggle(name)} />
          ${name}
        </label>`,
      )}
    </fieldset>
    <div class="row">
      <button class="action" disabled=${busy || asked || chosen.length < 2}>Start</button>
      <span class="hint">${chosen.length < 2 ? 'Choose at least two.' : ''}</span>
    </div>
  </form>`;
}

/** @param {{ one: Comparison, changed: () => void }} props */
function Running({ one, changed }) {
  const cancel = () =>
    withRecentLogin(() => call('POST', `${path}/${one.id}/cancel`)).then(changed, (error) =>
      notify(toProblem(error).detail),
    );
  return html`<section class="panel" aria-labelledby="running-title">
    <h2 id="running-title">${one.layouts.join(' and ')}</h2>
    <div class="row">
      <progress class="progress" max="100" value=${one.percent} aria-label="Progress"></progress>
      <span class="number">${one.percent} %</span>
      <button class="quiet" onClick=${() => void cancel()}>Cancel</button>
    </div>
    <p class="hint" role="status">${one.step}</p>
  </section>`;
}

/** @param {{ one: Comparison, current: boolean }} props */
function Row({ one, current }) {
  return html`<tr class=${current ? 'chosen' : ''}>
    <th scope="row" class="wrap">
      ${
        one.title
          ? html`<a href=${`/console/compare/${one.id}`}>${one.title}</a>`
          : one.state === 'running'
            ? 'under way'
            : 'no report'
      }
    </th>
    <td data-label="State" class=${one.state === 'failed' ? 'bad' : ''}>${one.state}</td>
    <td data-label="Started">${moment(one.started_at)}</td>
    <td data-label="Note" class="wrap">${one.step || '–'}</td>
  </tr>`;
}

/** @param {{ items: Comparison[], current: string }} props */
function List({ items, current }) {
  if (items.length === 0)
    return html`<${Empty} title="Nothing was compared here yet.">
      <p>What you start is kept in the shop's storage directory, the last twenty.</p>
    <//>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Comparisons">
    <table>
      <caption>
        Newest first
      </caption>
      <thead>
        <tr>
          <th scope="col">What was found</th>
          <th scope="col">State</th>
          <th scope="col">Started</th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (one) => html`<${Row} key=${one.id} one=${one} current=${one.id === current} />`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ id: string }} props */
export function CompareView({ id }) {
  const [turn, setTurn] = useState(0);
  const { data, problem, reload } = useResource('comparisons', (signal) => get(path, {}, signal));
  const [list, setList] = useState(
    /** @type {{ enabled: boolean, layouts: string[], items: Comparison[] } | null} */ (null),
  );
  useEffect(() => {
    if (data) setList(data);
  }, [data]);
  const again = () => get(path).then(setList, () => {});
  const running = list?.items.find(({ state }) => state === 'running');
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(async () => {
      const now = await get(path).catch(() => null);
      if (now) setList(now);
      const ended = now?.items.find((/** @type {Comparison} */ one) => one.id === running.id);
      if (ended?.state === 'done') go(`/console/compare/${ended.id}`);
      setTurn((n) => n + 1);
    }, everyMs);
    return () => clearTimeout(timer);
  }, [running, turn]);
  return html`<section>
    <div class="view-head">
      <${Heading}>Compare<//>
      <p class="hint">What a split costs on this machine, and what it buys.</p>
    </div>
    ${
      problem &&
      html`<${Trouble}
        title="The comparisons could not be read."
        problem=${problem}
        retry=${reload}
      />`
    }
    ${!list && !problem && html`<${Waiting} bars=${3} />`}
    ${
      list &&
      !list.enabled &&
      html`<${Empty} title="Comparisons are off in this shop.">
        <p>
          They take all cores of the machine. Start the shop with${' '}
          <code>--set console.comparisons=true</code>, or run <code>cleave compare</code> in a
          terminal.
        </p>
      <//>`
    }
    ${
      list?.enabled &&
      html`${
        running
          ? html`<${Running} one=${running} changed=${again} />`
          : html`<${Start} layouts=${list.layouts} busy=${false} started=${again} />`
      }
        <${List} items=${list.items} current=${id} />`
    }
    ${id && html`<${Report} key=${id} id=${id} />`}
  </section>`;
}
