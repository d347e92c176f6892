// A trace as a waterfall, and what its time went to.
import { html, useState } from '../shared/html.js';
import { causes, rowsOf, spentOn } from './trace_rows.js';

/** @import { Row } from './trace_rows.js' */
/** @import { Trace } from './types.js' */

const wide = 1000; // of the drawing, in its own units

/** @param {number} us */
export function duration(us) {
  if (us >= 100_000) return `${Math.round(us / 1000)} ms`;
  if (us >= 1000) return `${(us / 1000).toFixed(1)} ms`;
  return us >= 10 ? `${Math.round(us)} µs` : `${us.toFixed(1)} µs`;
}

/** @param {Row} row */
function partsText(row) {
  return causes
    .filter(([cause]) => (row.spent[cause] ?? 0) > 0)
    .map(([cause, text]) => `${text} ${duration(row.spent[cause] ?? 0)}`)
    .join(', ');
}

/** Of one row, as a sentence. @param {Row} row */
export function factsOf(row) {
  const begun = duration(Math.max(0, row.from));
  const parts = partsText(row);
  return (
    `${row.name} in ${row.where}: ${duration(row.to - row.from)}, begun ${begun} after the ` +
    `request; ended ${row.outcome}.${parts ? ` Of it: ${parts}.` : ''}`
  );
}

/** @param {{ row: Row, span: number }} props  span: µs that the whole width stands for */
function Bar({ row, span }) {
  const x = (/** @type {number} */ us) => (us / span) * wide;
  const took = row.to - row.from;
  // A label takes less than a quarter of the narrowest bar's room.
  const late = x(row.to) > wide * 0.76;
  const side = !late ? 'after' : x(row.from) > wide * 0.24 ? 'before' : 'inside';
  return html`<svg viewBox=${`0 0 ${wide} 20`} preserveAspectRatio="none" aria-hidden="true">
      ${row.parts.map(
        ({ cause, from, to }, i) => html`<rect
          key=${i}
          class=${`part ${cause}${row.error && cause === 'handler' ? ' failed' : ''}`}
          x=${x(from)}
          y="3"
          width=${Math.max(1.2, x(to) - x(from))}
          height="14"
          vector-effect="non-scaling-stroke"
        />`,
      )}
    </svg>
    <span class=${`took ${side}`} ref=${placed(side === 'before' ? x(row.from) : x(row.to), side)}>
      ${duration(took)}
    </span>`;
}

/** Puts a label beside its bar: by the object model, since the policy takes no style attributes. */
const placed =
  (/** @type {number} */ at, /** @type {string} */ side) =>
  (/** @type {HTMLElement | null} */ element) => {
    if (!element) return;
    const share = Math.min(100, Math.max(0, at / 10));
    element.style.left = side === 'after' ? `${share}%` : '';
    element.style.right = side === 'after' ? '' : `${100 - share}%`;
  };

/** @param {{ row: Row, open: boolean, toggle: () => void }} props */
function Name({ row, open, toggle }) {
  const indent = (/** @type {HTMLElement | null} */ element) =>
    element && (element.style.paddingLeft = `${8 + row.depth * 14}px`);
  return html`<div class="span-name" ref=${indent} title=${`${row.name} · ${row.where}`}>
    <button class="plain link" aria-expanded=${open} onClick=${toggle}>${row.name}</button>
    <span class=${row.crosses ? 'where across-text' : 'where'}> ${row.where}</span>
    ${row.outcome !== 'ok' && html`<span class="bad"> ${row.outcome}</span>`}
  </div>`;
}

/**
 * @param {{ trace: Trace, span?: number, name?: string }} props  span: µs of the scale; else the
 *   trace's own; name: of whose waterfall it is
 */
export function Waterfall({ trace, span = 0, name = '' }) {
  const [opened, setOpened] = useState('');
  const rows = rowsOf(trace);
  const all = span || Math.max(...rows.map((row) => row.to), 1);
  const label = `Waterfall ${name}`.trim();
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <div class="waterfall">
      ${rows.map((row) => {
        const open = opened === row.id;
        return [
          html`<${Name} key=${`n${row.id}`} row=${row} open=${open}
            toggle=${() => setOpened(open ? '' : row.id)} />`,
          html`<div key=${`b${row.id}`} class="span-bar"><${Bar} row=${row} span=${all} /></div>`,
          open &&
            html`<p key=${`p${row.id}`} class="span-facts">
              ${factsOf(row)}
            </p>`,
        ];
      })}
    </div>
  </div>`;
}

/** @param {number} part @param {number} all */
const percent = (part, all) => (all > 0 ? Math.round((part / all) * 100) : 0);

export function CauseLegend() {
  return html`<ul class="legend">
    ${causes.map(
      ([cause, text]) => html`<li key=${cause}>
        <span class=${`swatch ${cause}`}></span>${text}
      </li>`,
    )}
  </ul>`;
}

/**
 * What the time went to, a column per trace.
 * @param {{ columns: { title: string, trace: Trace }[] }} props
 */
export function Spent({ columns }) {
  const sums = columns.map(({ trace }) => spentOn(rowsOf(trace)));
  const crossings = columns.map(({ trace }) => rowsOf(trace).filter((row) => row.crosses).length);
  return html`<div
    class="scroll fitting"
    tabindex="0"
    role="region"
    aria-label="What the time went to"
  >
    <table class="spent">
      <caption>
        What the request's time went to, until it was answered
      </caption>
      <thead>
        <tr>
          <td></td>
          ${columns.map(
            ({ title }, i) => html`<th scope="col" class="figure" key=${i}>${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${causes.map(
          ([cause, text]) => html`<tr key=${cause}>
            <th scope="row"><span class=${`swatch ${cause}`}></span>${text}</th>
            ${sums.map(
              (
                { spent, took },
                i,
              ) => html`<td data-label=${columns[i].title} class="figure" key=${i}>
                ${duration(spent[cause])} · ${percent(spent[cause], took)} %
              </td>`,
            )}
          </tr>`,
        )}
        <tr>
          <th scope="row">the whole request</th>
          ${sums.map(
            ({ took }, i) => html`<td data-label=${columns[i].title} class="figure" key=${i}>
              ${duration(took)}
            </td>`,
          )}
        </tr>
        <tr>
          <th scope="row">calls over HTTP, deliveries too</th>
          ${crossings.map(
            (n, i) => html`<td data-label=${columns[i].title} class="figure" key=${i}>${n}</td>`,
          )}
        </tr>
      </tbody>
    </table>
  </div>`;
}
