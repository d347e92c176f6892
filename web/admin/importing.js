// Checks and imports the lines of a catalogue, as many at once as the shop takes.
import { Problem } from '../shared/http.js';
import { change } from './ask.js';

/** @import { Bad, Good } from './csv.js' */
/** @import { ImportResult } from './types.js' */

const path = '/api/v1/admin/products/import';
const rowsMax = 1000; // of one request
const bytesMax = 900_000; // of its body, below what the shop takes

/** @typedef {Good & { outcome: 'created' | 'updated' | 'unchanged' }} Checked */

/** @template {Good} T @param {T[]} lines @returns {T[][]} */
function inBatches(lines) {
  /** @type {T[][]} */
  const batches = [];
  let bytes = 0;
  for (const one of lines) {
    const size = new TextEncoder().encode(JSON.stringify(one.row)).length + 1;
    const last = batches.at(-1);
    if (!last || last.length === rowsMax || bytes + size > bytesMax) {
      batches.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return batches;
}

/** What the shop says of rows, by their place. @param {Problem} problem */
function faultsOf(problem) {
  /** @type {Map<number, string>} */
  const faults = new Map();
  for (const { pointer, detail } of problem.errors) {
    const found = /^\/rows\/(\d+)(?:\/(.*))?$/.exec(pointer);
    const field = found?.[2]?.replace('/amount', '').replace('price/currency', 'currency');
    if (found && !faults.has(Number(found[1])))
      faults.set(Number(found[1]), field ? `The ${field} ${detail}.` : `${detail}.`);
  }
  return faults;
}

/**
 * What an import would do; lines that the shop refuses are set aside, and the others asked again.
 * @param {Good[]} lines
 * @returns {Promise<{ checked: Checked[], bad: Bad[] }>}
 */
export async function checkLines(lines) {
  /** @type {Checked[]} */
  const checked = [];
  /** @type {Bad[]} */
  const bad = [];
  for (let batch of inBatches(lines)) {
    while (batch.length > 0) {
      try {
        const body = { rows: batch.map(({ row }) => row) };
        const { rows } = await change('POST', `${path}/check`, { body });
        checked.push(...batch.map((one, i) => ({ ...one, outcome: rows[i] })));
        break;
      } catch (error) {
        const faults = error instanceof Problem ? faultsOf(error) : new Map();
        if (faults.size === 0) throw error;
        for (const [i, fault] of faults)
          bad.push({ line: batch[i].line, fault, sku: batch[i].row.sku });
        batch = batch.filter((_, i) => !faults.has(i));
      }
    }
  }
  return { checked, bad };
}

/**
 * @param {Good[]} lines
 * @param {(done: number) => void} onProgress lines that are in
 * @returns {Promise<ImportResult>}
 */
export async function importLines(lines, onProgress) {
  const sum = { created: 0, updated: 0, unchanged: 0 };
  let done = 0;
  for (const batch of inBatches(lines)) {
    const body = { rows: batch.map(({ row }) => row) };
    const result = /** @type {ImportResult} */ (await change('POST', path, { body }));
    sum.created += result.created;
    sum.updated += result.updated;
    sum.unchanged += result.unchanged;
    done += batch.length;
    onProgress(done);
  }
  return sum;
}
