// One order: a receipt with a live status line.
import { call, get } from '../shared/api.js';
import { land, moment, money, shortId } from '../shared/format.js';
import { toProblem } from '../shared/http.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { useResource } from '../shared/resource.js';
import { place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { notify } from '../shared/notices.js';
import { NotCancelled } from './not_cancelled.js';
import { follow, isMoving, lookAgain, onReturn } from './order_live.js';
import { SignedIn } from './orders.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { LinePicture } from './line_picture.js';

/** @import { Order, Status } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

const steps = [
  { status: 'pending', text: 'Placed' },
  { status: 'reserved', text: 'Set aside' },
  { status: 'paid', text: 'Paid' },
  { status: 'confirmed', text: 'Confirmed' },
];

/** @type {Record<Status, { title: string, text: string, tone: string }>} */
const sayings = {
  pending: { title: 'Placed', text: 'We are setting your goods aside.', tone: 'moving' },
  reserved: {
    title: 'Set aside',
    text: 'Your goods are yours; your bank is being asked.',
    tone: 'moving',
  },
  paid: { title: 'Paid', text: 'The last step is under way.', tone: 'moving' },
  confirmed: {
    title: 'Confirmed',
    text: 'A mail with this receipt is on its way.',
    tone: 'good',
  },
  failed: { title: 'Not completed', text: 'Nothing was taken from your card.', tone: 'bad' },
  cancelling: { title: 'Being cancelled', text: 'Your money is on its way back.', tone: 'moving' },
  cancelled: {
    title: 'Cancelled',
    text: 'Your money went back to the card you paid with.',
    tone: 'plain',
  },
};

/** @param {{ order: Order }} props */
function StatusLine({ order }) {
  const { title, text, tone } = sayings[order.status];
  const at = steps.findIndex((step) => step.status === order.status);
  const stepClass = (/** @type {number} */ i) => {
    if (i < at || order.status === 'confirmed') return 'done';
    return i === at ? 'now' : '';
  };
  return html`<div class=${`status ${tone}`}>
    <p class="status-title" role="status">${title}</p>
    <p>${order.failure?.detail ?? text}</p>
    ${
      at >= 0 &&
      html`<ol class="steps" aria-hidden="true">
      ${steps.map(
        (step, i) => html`<li key=${step.status} class=${stepClass(i)}>
        ${step.text}</li>`,
      )}
    </ol>`
    }
    ${order.failure?.shortages.map(
      ({ product_id, name, wanted, available }) =>
        html`<p key=${product_id}>${name}: ${wanted} wanted, ${available} there</p>`,
    )}
  </div>`;
}

/** @param {{ order: Order, onOrder: (order: Order) => void }} props */
function Cancel({ order, onOrder }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  if (order.status !== 'confirmed') return null;
  const cancel = () => {
    setBusy(true);
    setProblem(null);
    call('POST', `/api/v1/orders/${order.id}/cancel`)
      .then((/** @type {Order} */ cancelled) => {
        dialog.current?.close();
        onOrder(cancelled);
        notify('The order is cancelled; your money goes back.');
      })
      .catch(async (error) => {
        await lookAgain(order.id, onOrder); // it may have changed elsewhere
        setProblem(toProblem(error));
      })
      .finally(() => setBusy(false));
  };
  const ask = () => dialog.current?.showModal();
  return html`<p><button class="quiet" onClick=${ask}>Cancel this order</button></p>
    <dialog ref=${dialog} class="question" aria-labelledby="cancel-title">
      <h2 id="cancel-title">Cancel this order?</h2>
      <p>
        What you paid goes back to your card, less what was given back before; and the goods back to
        the shelf.
      </p>
      ${problem && html`<${NotCancelled} problem=${problem} />`}
      <p class="answers">
        <button class="action" disabled=${busy} onClick=${cancel}>
          ${busy ? 'Cancelling…' : 'Cancel it'}
        </button>
        <button class="quiet" onClick=${() => dialog.current?.close()}>Keep it</button>
      </p>
    </dialog>`;
}

/** @param {{ order: Order }} props */
function Receipt({ order }) {
  const { name, line1, line2, city, postal_code, country } = order.shipping_address;
  const isPaid = order.payment_id !== null && order.status !== 'failed';
  const howPaid = order.status === 'cancelled' ? 'Paid by card and given back' : 'Paid by card';
  return html`<div class="receipt">
    <ul class="lines">
      ${order.lines.map(
        (line) => html`<li class="line" key=${line.product_id}>
          <span class="thumb"><${LinePicture} line=${line} /></span>
          <div class="line-text">
            <a href=${`/products/${line.product_id}`}>${line.name}</a>
            <span class="hint number">${line.quantity} × ${money(line.unit_price)}</span>
          </div>
          <span class="number line-total">${money(line.line_total)}</span>
        </li>`,
      )}
    </ul>
    <p class="total"><span>Total</span> <span class="number">${money(order.total)}</span></p>
    <div class="receipt-foot">
      <address>
        ${[name, line1, line2, `${postal_code} ${city}`, land(country)]
          .filter(Boolean)
          .map((line) => html`<span key=${line}>${line}</span>`)}
      </address>
      <p class="hint">
        Ordered ${moment(order.created_at)}<br />
        Number <code class="id">${order.id}</code>
        ${isPaid && html`<br />${howPaid} <code class="id">${order.payment_id}</code>`}
      </p>
    </div>
  </div>`;
}

/** @param {{ id: string }} props */
function OrderOf({ id }) {
  const { query } = useStore(place);
  const { data, problem, reload, set } = useResource(
    id,
    (signal) => /** @type {Promise<Order>} */ (get(`/api/v1/orders/${id}`, {}, signal)),
  );
  const moves = data !== null && isMoving(data);
  useEffect(() => (data && moves ? follow(data, set) : undefined), [id, moves]);
  const rests = data !== null && !moves;
  useEffect(() => (rests ? onReturn(() => void lookAgain(id, set)) : undefined), [id, rests]);
  if (problem?.status === 404)
    return html`<${Heading}>There is no such order<//>
      <p>Perhaps it belongs to another account. <a href="/orders">Your orders</a></p>`;
  if (problem)
    return html`<${Trouble}
      title="The order could not be shown."
      problem=${problem}
      safe="The order itself is safe."
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${2} />`;
  const thanks =
    query.get('new') === '1' && !['failed', 'cancelling', 'cancelled'].includes(data.status);
  return html`<${Heading} title=${`Order ${shortId(id)}`}>
    ${thanks ? 'Thank you' : `Order ${shortId(id)}`}<//>
    <${StatusLine} order=${data} />
    <${Receipt} order=${data} />
    <${Cancel} order=${data} onOrder=${set} />
    <p><a href="/orders">All your orders</a></p>`;
}

/** @param {{ id: string }} props */
export function OrderPage({ id }) {
  return html`<section class="narrow"><${SignedIn}><${OrderOf} key=${id} id=${id} /><//></section>`;
}
