// Spans as the rows of a waterfall: a call over HTTP is one row, cut into what its time went to.

/** @import { Span, Trace } from './types.js' */

/**
 * @typedef {'codec' | 'queue' | 'socket' | 'handler' | 'writer' | 'sql' | 'fsync'} Cause
 * @typedef {{ cause: Cause, from: number, to: number }} Part  µs since the trace began
 * @typedef {object} Row
 * @property {string} id of its span
 * @property {number} depth
 * @property {string} name
 * @property {string} where the process that did it
 * @property {string} kind
 * @property {boolean} crosses
 * @property {number} from µs since the trace began
 * @property {number} to
 * @property {string} outcome
 * @property {boolean} error
 * @property {Part[]} parts in the order of time
 * @property {Partial<Record<Cause, number>>} spent µs, by what it went to
 */

/** What time can go to, in words, in the order of a call. @type {[Cause, string][]} */
export const causes = [
  ['codec', 'encode and decode'],
  ['queue', 'wait for a connection'],
  ['socket', 'socket'],
  ['handler', 'handlers'],
  ['writer', "wait for the writer's batch"],
  ['sql', 'SQL of the batch'],
  ['fsync', 'fsync'],
];

const isPart = (/** @type {Span} */ span) =>
  span.kind === 'internal' && ['encode', 'queue', 'decode'].includes(span.name);

/** @typedef {{ span: Span, children: Node[] }} Node */

/** @param {Span[]} spans @returns {Node[]} those without a cause among them */
function treeOf(spans) {
  /** @type {Map<string, Node>} */
  const nodes = new Map(spans.map((span) => [span.span_id, { span, children: [] }]));
  /** @type {Node[]} */
  const roots = [];
  for (const node of nodes.values()) {
    const parent = node.span.parent_id ? nodes.get(node.span.parent_id) : undefined;
    (parent ? parent.children : roots).push(node);
  }
  return roots;
}

/** @param {Span} span @param {number} shift */
const begin = (span, shift) => span.offset_us + shift;

/**
 * A call to another process: what the caller saw, and inside it what the callee's process did.
 * The clocks of two processes differ by a little, so the callee's part is put into the middle of
 * what is left on the caller's.
 * @param {Node} node @param {Node[]} siblings @param {number} shift
 */
function hopOf({ span, children }, siblings, shift) {
  const from = begin(span, shift);
  const to = from + span.took_us;
  const queue = children.find((one) => isPart(one.span) && one.span.name === 'queue');
  const there = children.filter((one) => one.span.name !== 'queue');
  const inside = there.filter(({ span: { kind } }) => kind === 'server' || kind === 'consumer');
  const decode = there.find(({ span: { name } }) => name === 'decode');
  const encode = there.find(({ span: { name } }) => name === 'encode');
  const sent = from + (queue?.span.took_us ?? 0);
  const first = Math.min(...there.map((one) => one.span.offset_us));
  const last = Math.max(...there.map((one) => one.span.offset_us + one.span.took_us));
  const known = there.length > 0;
  const outside = known ? Math.max(0, to - sent - (last - first)) / 2 : 0;
  const there_shift = known ? sent + outside - first : 0;
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {Cause} */ cause, /** @type {number} */ a, /** @type {number} */ b) => {
    if (b > a) parts.push({ cause, from: a, to: b });
  };
  // The caller's own passes stand beside the span, not below it.
  const before = siblings.filter(({ span: s }) => isPart(s) && s.name === 'encode');
  const after = siblings.filter(({ span: s }) => isPart(s) && s.name === 'decode');
  const encoded = before
    .filter(({ span: s }) => s.offset_us <= span.offset_us)
    .sort((a, b) => b.span.offset_us - a.span.offset_us)[0];
  const decoded = after
    .filter(({ span: s }) => s.offset_us >= span.offset_us)
    .sort((a, b) => a.span.offset_us - b.span.offset_us)[0];
  if (encoded) add('codec', from - encoded.span.took_us, from);
  if (queue) add('queue', from, sent);
  if (known) add('socket', sent, sent + outside);
  else add('socket', sent, to);
  if (decode)
    add(
      'codec',
      begin(decode.span, there_shift),
      begin(decode.span, there_shift) + decode.span.took_us,
    );
  for (const one of inside)
    add('handler', begin(one.span, there_shift), begin(one.span, there_shift) + one.span.took_us);
  if (encode)
    add(
      'codec',
      begin(encode.span, there_shift),
      begin(encode.span, there_shift) + encode.span.took_us,
    );
  if (known) add('socket', to - outside, to);
  if (decoded) add('codec', to, to + decoded.span.took_us);
  return { from, to, parts: parts.sort((a, b) => a.from - b.from), inside, shift: there_shift };
}

/** @param {Part[]} parts */
function spentOf(parts) {
  /** @type {Partial<Record<Cause, number>>} */
  const spent = {};
  for (const { cause, from, to } of parts) spent[cause] = (spent[cause] ?? 0) + to - from;
  return spent;
}

/** @param {Span} span @param {number} shift @returns {Part[]} */
function transactionParts(span, shift) {
  const from = begin(span, shift);
  const waited = from + (span.waited_us ?? 0);
  const ran = waited + (span.ran_us ?? 0);
  return [
    { cause: 'writer', from, to: waited },
    { cause: 'sql', from: waited, to: ran },
    { cause: 'fsync', from: ran, to: Math.max(ran, from + span.took_us) },
  ];
}

const crossesTo = (/** @type {Span} */ { kind, transport }) =>
  transport === 'http' && (kind === 'client' || kind === 'producer');

/**
 * What a relay has delivered inside of its process is one row, not two: the handling of it.
 * @param {Node} node
 */
function deliveredHere({ span, children }) {
  if (span.kind !== 'producer' || span.transport === 'http') return null;
  const handled = children.filter(({ span: { kind } }) => kind === 'consumer' || kind === 'server');
  return handled.length === 1 ? handled[0] : null;
}

/**
 * @param {Trace} trace
 * @returns {Row[]} each behind the one that caused it
 */
export function rowsOf(trace) {
  /** @type {Row[]} */
  const rows = [];
  const walk = (
    /** @type {Node} */ node,
    /** @type {Node[]} */ siblings,
    /** @type {number} */ depth,
    /** @type {number} */ shift,
    /** @type {string} */ kind = node.span.kind,
  ) => {
    const { span } = node;
    if (isPart(span)) return;
    const local = deliveredHere(node);
    if (local) return walk(local, node.children, depth, shift, 'producer');
    const hop = crossesTo(span) ? hopOf(node, siblings, shift) : null;
    const from = begin(span, shift);
    const isWrite = span.transport === 'storage';
    const parts = hop
      ? hop.parts
      : isWrite
        ? transactionParts(span, shift)
        : [{ cause: /** @type {Cause} */ ('handler'), from, to: from + span.took_us }];
    const there = hop?.inside[0]?.span;
    rows.push({
      id: span.span_id,
      depth,
      name: isWrite ? `${span.callee || span.caller}: ${span.name}` : span.name,
      where: there?.process ?? span.process,
      kind,
      crosses: Boolean(hop),
      from: parts[0]?.from ?? from,
      to: parts.at(-1)?.to ?? from + span.took_us,
      outcome: span.outcome,
      error: span.error,
      parts,
      spent: spentOf(parts),
    });
    if (hop) {
      for (const inner of hop.inside)
        for (const child of inner.children) walk(child, inner.children, depth + 1, hop.shift);
      return;
    }
    for (const child of node.children) walk(child, node.children, depth + 1, shift);
  };
  const roots = treeOf(trace.spans);
  for (const root of roots) walk(root, roots, 0, 0);
  return rows;
}

/**
 * What the time of the request itself went to: of the first row and what it called, not of what
 * was delivered after it had been answered. Handlers get what nothing else explains.
 * @param {Row[]} rows
 * @returns {{ took: number, spent: Record<Cause, number> }} µs
 */
export function spentOn(rows) {
  const spent = /** @type {Record<Cause, number>} */ (
    Object.fromEntries(causes.map(([cause]) => [cause, 0]))
  );
  const [root, ...rest] = rows;
  if (!root) return { took: 0, spent };
  const took = root.to - root.from;
  let deliveredBelow = Infinity; // depth of a delivery that we are inside of
  for (const row of rest) {
    if (row.depth <= deliveredBelow) deliveredBelow = Infinity;
    if (row.depth === 0) break; // without a cause: not of the request
    if (row.kind === 'producer') deliveredBelow = row.depth;
    if (deliveredBelow !== Infinity || row.from > root.to) continue;
    for (const [cause] of causes) if (cause !== 'handler') spent[cause] += row.spent[cause] ?? 0;
  }
  const explained = causes.reduce((sum, [cause]) => sum + spent[cause], 0);
  spent.handler = Math.max(0, took - explained);
  return { took, spent };
}
