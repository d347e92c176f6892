// A file of products: what would become of each line is shown before anything is changed.
import { count, money } from '../shared/format.js';
import { toProblem } from '../shared/http.js';
import { html, useId, useState } from '../shared/html.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { Unreadable, readCatalogue } from './csv.js';
import { checkLines, importLines } from './importing.js';

/** @import { Bad } from './csv.js' */
/** @import { Checked } from './importing.js' */
/** @import { ImportResult } from './types.js' */
/** @import { Problem } from '../shared/http.js' */

/** @typedef {{ name: string, checked: Checked[], bad: Bad[] }} Preview */

const shownMax = 200; // lines of a table; the counts are of all

/** @type {Record<string, string>} */
const outcomes = { created: 'New', updated: 'Changes', unchanged: 'Stays as it is' };

/** @param {number} n @param {string} one @param {string} many */
const counted = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

/** @param {File} file @returns {Promise<Preview>} */
async function previewOf(file) {
  const bytes = await file.arrayBuffer();
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable('The file is not UTF-8; save it again as “CSV UTF-8”.');
  }
  const { good, bad } = readCatalogue(text);
  const seen = await checkLines(good);
  const refused = [...bad, ...seen.bad].sort((a, b) => a.line - b.line);
  return { name: file.name, checked: seen.checked, bad: refused };
}

/** @param {{ bad: Bad[] }} props */
function Refused({ bad }) {
  if (bad.length === 0) return null;
  return html`<div class="trouble">
    <p class="trouble-title">
      ${counted(bad.length, 'line has an error and is', 'lines have errors and are')} left out
    </p>
    <table class="rows">
      <caption class="unseen">
        Lines with errors
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Article</th>
          <th scope="col">What is wrong</th>
        </tr>
      </thead>
      <tbody>
        ${bad.slice(0, shownMax).map(
          ({ line, sku, fault }) => html`<tr key=${line}>
            <td class="number" data-label="Line">${line}</td>
            <td><code>${sku || '–'}</code></td>
            <td class="wraps">${fault}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ checked: Checked[] }} props */
function Lines({ checked }) {
  if (checked.length === 0) return null;
  return html`<table class="rows">
      <caption class="unseen">
        Lines that can be imported
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">Line</th>
          <th scope="col">Product</th>
          <th scope="col">Category</th>
          <th scope="col" class="number">Price</th>
          <th scope="col" class="number">Stock</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        ${checked.slice(0, shownMax).map(
          ({ line, row, outcome }) => html`<tr key=${line}>
            <td class="number" data-label="Line">${line}</td>
            <td class="wraps">${row.name} <code>${row.sku}</code></td>
            <td>${row.category}</td>
            <td class="number" data-label="Price">${money(row.price)}</td>
            <td class="number" data-label="Stock">
              ${outcome === 'created' ? count(row.stock) : 'stays'}
            </td>
            <td>${outcomes[outcome]}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${
      checked.length > shownMax &&
      html`<p class="hint">The first ${shownMax} of ${count(checked.length)} lines.</p>`
    }`;
}

/** @param {Checked[]} checked */
function summary(checked) {
  const of = (/** @type {string} */ outcome) =>
    checked.filter((one) => one.outcome === outcome).length;
  return [
    counted(of('created'), 'new product', 'new products'),
    `${count(of('updated'))} changed`,
    `${count(of('unchanged'))} as before`,
  ].join(', ');
}

/**
 * @param {{ preview: Preview, onDone: (result: ImportResult) => void, again: () => void }} props
 */
function Found({ preview, onDone, again }) {
  const { name, checked, bad } = preview;
  const [done, setDone] = useState(/** @type {number | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const busy = done !== null;
  const start = () => {
    if (busy) return;
    setDone(0);
    setProblem(null);
    importLines(checked, setDone)
      .then(onDone, (error) => setProblem(toProblem(error)))
      .finally(() => setDone(null));
  };
  return html`<p role="status">
      ${name}: ${summary(checked)}. Nothing is changed yet; the stock of products that are known
      stays in any case.
    </p>
    <p class="actions">
      ${
        checked.length > 0 &&
        html`<button class="action" disabled=${busy} onClick=${start}>
        ${
          busy
            ? `${count(done ?? 0)} of ${count(checked.length)}…`
            : `Import ${counted(checked.length, 'line', 'lines')}`
        }
      </button>`
      }
      <button class="quiet" disabled=${busy} onClick=${again}>Another file</button>
    </p>
    ${
      problem &&
      html`<${Trouble}
      title="The import stopped."
      problem=${problem}
      safe="What is in stays; importing the same file again changes nothing twice."
      retry=${start}
    />`
    }
    <${Refused} bad=${bad} />
    <${Lines} checked=${checked} />`;
}

/** @param {{ onFile: (file: File) => void, fault: string }} props */
function Chooser({ onFile, fault }) {
  const id = useId();
  return html`<div class="panel narrow-panel">
    <p>
      A CSV file whose first line names its columns, in any order:${' '}
      <code>sku,name,description,category,price,currency,stock</code>. Prices are in whole units,
      as in 14.50.
    </p>
    <p class=${fault ? 'field wrong' : 'field'}>
      <label for=${id}>File</label>
      <input
        id=${id}
        type="file"
        accept=".csv,text/csv"
        aria-describedby=${`${id}-said`}
        onChange=${(/** @type {any} */ event) => {
          const [file] = event.currentTarget.files;
          event.currentTarget.value = ''; // the same file may be chosen again
          if (file) onFile(file);
        }}
    />
      <span
        id=${`${id}-said`}
        class=${fault ? 'error' : 'hint'}
        role=${fault ? 'alert' : undefined}
      >
        ${fault || 'You see what it would do before anything is changed.'}
      </span>
    </p>
  </div>`;
}

/** @param {{ result: ImportResult, again: () => void }} props */
function Done({ result, again }) {
  return html`<div class="panel narrow-panel" role="status">
    <h2>Imported</h2>
    <p>
      ${counted(result.created, 'product is new', 'products are new')},
      ${' '}${count(result.updated)} changed, ${count(result.unchanged)} stayed as they were.
    </p>
    <p class="actions">
      <a href="/admin/products">To the products</a>
      <button class="quiet" onClick=${again}>Another file</button>
    </p>
  </div>`;
}

export function ImportPage() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [preview, setPreview] = useState(/** @type {Preview | null} */ (null));
  const [result, setResult] = useState(/** @type {ImportResult | null} */ (null));
  const again = () => {
    setPreview(null);
    setResult(null);
    setProblem(null);
    setFault('');
  };
  const onFile = (/** @type {File} */ file) => {
    again();
    setBusy(true);
    previewOf(file)
      .then(setPreview, (error) => {
        if (error instanceof Unreadable) setFault(error.message);
        else setProblem(toProblem(error));
      })
      .finally(() => setBusy(false));
  };
  const inside = () => {
    if (busy) return html`<${Waiting} bars=${4} />`;
    if (result) return html`<${Done} result=${result} again=${again} />`;
    if (preview) return html`<${Found} preview=${preview} onDone=${setResult} again=${again} />`;
    return html`<${Chooser} onFile=${onFile} fault=${fault} />
      ${
        problem &&
        html`<${Trouble}
        title="The file could not be checked."
        problem=${problem}
        safe="Nothing was changed."
      />`
      }`;
  };
  return html`<p class="crumb"><a href="/admin/products">Products</a></p>
    <div class="page-head"><${Heading}>Import products<//></div>
    ${inside()}`;
}
