// An order's changes as they happen: Server-Sent Events where the shop has them, asking again
// where it has not.
import { get } from '../shared/api.js';
import { credentials } from '../shared/session.js';

/** @import { Order } from '../shared/types.js' */

const askAgainMs = 1500;
const reconnectMs = 2000;
const moving = new Set(['pending', 'reserved', 'paid', 'cancelling']);

/** @param {Order} order */
export const isMoving = (order) => moving.has(order.status);

/**
 * Shows how an order is now; where the shop is out of reach, it stays as it was.
 * @param {string} id
 * @param {(order: Order) => void} see
 */
export const lookAgain = (id, see) => get(`/api/v1/orders/${id}`).then(see, () => {});

/**
 * Tells when somebody comes back to this page from another tab or window.
 * @param {() => void} tell
 * @returns {() => void} ends it
 */
export function onReturn(tell) {
  const seen = () => document.visibilityState === 'visible' && tell();
  window.addEventListener('focus', tell);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('focus', tell);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** @param {number} ms @param {AbortSignal} signal */
function rest(ms, signal) {
  return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * Reads a stream of events and calls `hear` with the id of each that carries data. EventSource is
 * not used: it cannot say who asks.
 * @param {ReadableStream<Uint8Array>} body
 * @param {(id: string) => void} hear
 */
async function readEvents(body, hear) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text = (text + value).replaceAll('\r\n', '\n');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: ?(.*)$/m.exec(block)?.[1] ?? '';
      if (/^data:/m.test(block)) hear(id);
    }
  }
}

/**
 * One connection, until it ends. False: there are no streams here.
 * @param {string} id @param {string} last the event heard last
 * @param {(id: string) => void} hear @param {AbortSignal} signal
 */
async function listen(id, last, hear, signal) {
  const response = await fetch(`/api/v1/orders/${id}/stream`, {
    headers: {
      Accept: 'text/event-stream',
      ...(last ? { 'Last-Event-ID': last } : {}),
      ...(await credentials()),
    },
    signal,
  });
  const type = response.headers.get('Content-Type') ?? '';
  if (response.ok && response.body && type.startsWith('text/event-stream')) {
    await readEvents(response.body, hear);
    return true;
  }
  return response.status >= 500 || response.status === 429 || response.status === 401;
}

/**
 * Follows an order for as long as it moves.
 * @param {Order} order
 * @param {(order: Order) => void} see called with each new state of it
 * @returns {() => void} ends it
 */
export function follow(order, see) {
  const abort = new AbortController();
  const { signal } = abort;
  let current = order;
  const look = async () => {
    const next = /** @type {Order} */ (await get(`/api/v1/orders/${order.id}`, {}, signal));
    if (next.status !== current.status) see((current = next));
  };
  void (async () => {
    let last = '';
    let streams = true;
    while (!signal.aborted && isMoving(current)) {
      try {
        if (streams)
          streams = await listen(
            order.id,
            last,
            (id) => {
              last = id || last;
              void look().catch(() => {});
            },
            signal,
          );
        await look();
      } catch {
        // Out of reach; it is tried again.
      }
      if (isMoving(current)) await rest(streams ? reconnectMs : askAgainMs, signal);
    }
    abort.abort();
  })();
  return () => abort.abort();
}
