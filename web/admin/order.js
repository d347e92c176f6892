// One order: what was bought, by whom, what was paid; and giving money back.
import { land, moment, money, shortId } from '../shared/format.js';
import { html, useRef, useState } from '../shared/html.js';
import { notify } from '../shared/notices.js';
import { Field, Heading, Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { useSending } from '../shared/sign_in_form.js';
import { change, look } from './ask.js';
import { Badge } from './badge.js';
import { typedPrice, priceText } from './money.js';
import { failureWords, orderWords, paymentWords } from './words.js';

/** @import { Account, Order, Page } from '../shared/types.js' */
/** @import { Payment, PlacedOrder } from './types.js' */

/** @typedef {{ order: Order, payment: Payment | null, customer: Account | null }} Whole */

/** @param {any} error null for what is not there @returns {null} */
function absent(error) {
  if (error.status === 404) return null;
  throw error;
}

/** @param {string} id @param {AbortSignal} signal @returns {Promise<Whole>} */
async function load(id, signal) {
  const order = /** @type {Order} */ (await look(`/api/v1/orders/${id}`, {}, signal));
  const [payment, rows] = /** @type {[Payment | null, Page<PlacedOrder>]} */ (
    await Promise.all([
      look(`/api/v1/admin/orders/${id}/payment`, {}, signal).catch(absent),
      look('/api/v1/admin/orders', { reference: id }, signal),
    ])
  );
  const by = rows.items[0].placed_by;
  const customer = await look(`/api/v1/admin/customers/${by}`, {}, signal).catch(absent);
  return { order, payment, customer };
}

/** @param {{ order: Order }} props */
function Lines({ order }) {
  return html`<table class="rows">
    <caption class="unseen">
      What was bought
    </caption>
    <thead>
      <tr>
        <th scope="col">Product</th>
        <th scope="col" class="number">Each</th>
        <th scope="col" class="number">Pieces</th>
        <th scope="col" class="number">Together</th>
      </tr>
    </thead>
    <tbody>
      ${order.lines.map(
        (line) => html`<tr key=${line.product_id}>
          <td><a href=${`/admin/products/${line.product_id}`}>${line.name}</a></td>
          <td class="number" data-label="Each">${money(line.unit_price)}</td>
          <td class="number" data-label="Pieces">${line.quantity}</td>
          <td class="number" data-label="Together">${money(line.line_total)}</td>
        </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" colspan="3">Total</th>
        <td class="number">${money(order.total)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** @param {{ order: Order, payment: Payment, onDone: () => void, close: () => void }} props */
function RefundForm({ order, payment, onDone, close }) {
  const { currency } = payment.amount;
  const left = { amount: payment.amount.amount - payment.refunded.amount, currency };
  const [text, setText] = useState(priceText(left));
  const [fault, setFault] = useState('');
  // One key as long as the question stands: an answer that was lost gives nothing back twice.
  const [key] = useState(() => crypto.randomUUID());
  const { busy, problem, onSubmit } = useSending(async () => {
    const amount = typedPrice(text, currency);
    const fits = amount && amount.amount <= left.amount;
    setFault(fits ? '' : `Write an amount up to ${priceText(left)}.`);
    if (!fits) return;
    const path = `/api/v1/admin/orders/${order.id}/refund`;
    await change('POST', path, { body: { amount }, headers: { 'Idempotency-Key': key } });
    notify(`${money(amount)} went back.`);
    close();
    onDone();
  });
  return html`<form onSubmit=${onSubmit}>
    <h2 id="refund-title">Give money back</h2>
    <p>
      It goes to the card that paid. The order stays confirmed and the stock as it is; the customer
      gets a mail.
    </p>
    <${Field}
      label=${`Amount in ${currency}`}
      name="amount"
      inputmode="decimal"
      value=${text}
      onValue=${setText}
      error=${fault || problem?.at('/amount') || problem?.at('/amount/amount')}
      hint=${`${money(left)} are left of ${money(payment.amount)}.`}
      required
    />
    ${
      problem &&
      html`<${Trouble}
      title="It is not certain that anything went back."
      problem=${problem}
      safe="Trying again here gives nothing back twice."
    />`
    }
    <p class="answers">
      <button class="action" disabled=${busy}>${busy ? 'Giving back…' : 'Give back'}</button>
      <button type="button" class="quiet" onClick=${close}>Keep it</button>
    </p>
  </form>`;
}

/** @param {{ order: Order, payment: Payment, onDone: () => void }} props */
function Refund({ order, payment, onDone }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [turn, setTurn] = useState(0);
  const open = () => {
    setTurn(turn + 1); // a new question, a new key
    dialog.current?.showModal();
  };
  return html`<p><button class="quiet" onClick=${open}>Give money back</button></p>
    <dialog ref=${dialog} class="question" aria-labelledby="refund-title">
      ${
        turn > 0 &&
        html`<${RefundForm}
          key=${turn}
          order=${order}
          payment=${payment}
          onDone=${onDone}
          close=${() => dialog.current?.close()}
      />`
      }
    </dialog>`;
}

/** @param {{ whole: Whole, reload: () => void }} props */
function PaymentPanel({ whole: { order, payment }, reload }) {
  const back = payment?.refunded.amount ?? 0;
  const isTaken = payment !== null && ['captured', 'refunded', 'owed'].includes(payment.status);
  return html`<section class="panel">
    <h2>Payment</h2>
    ${!payment && html`<p>No card was charged.</p>`}
    ${
      payment &&
      html`<dl>
        <dt>State</dt>
        <dd>
          <${Badge} state=${payment.status} words=${paymentWords} />
        </dd>
        <dt>${isTaken ? 'Charged' : 'Asked for'}</dt>
        <dd class="number">${money(payment.amount)}</dd>
        ${
          isTaken &&
          html`<dt>Given back</dt>
            <dd class="number">${back > 0 ? money(payment.refunded) : 'nothing'}</dd>`
        }
      </dl>`
    }
    ${
      payment?.status === 'captured' &&
      order.status === 'confirmed' &&
      html`<${Refund} order=${order} payment=${payment} onDone=${reload} />`
    }
  </section>`;
}

/** @param {{ whole: Whole }} props */
function CustomerPanel({ whole: { order, customer } }) {
  const { name, line1, line2, city, postal_code, country } = order.shipping_address;
  return html`<section class="panel">
    <h2>Customer</h2>
    ${
      customer
        ? html`<p>
          <a href=${`/admin/customers/${customer.id}`}>${customer.name}</a><br />${customer.email}
        </p>`
        : html`<p>The account is gone.</p>`
    }
    <h3>It goes to</h3>
    <address>
      ${[name, line1, line2, `${postal_code} ${city}`, land(country)]
        .filter(Boolean)
        .map((line) => html`<span key=${line}>${line}</span>`)}
    </address>
  </section>`;
}

/** @param {{ id: string }} props */
export function OrderPage({ id }) {
  const { data, problem, reload } = useResource(id, (signal) => load(id, signal));
  if (problem?.status === 404)
    return html`<${Heading}>There is no such order<//>
      <p><a href="/admin/orders">All orders</a></p>`;
  if (problem)
    return html`<${Trouble}
      title="The order could not be shown."
      problem=${problem}
      safe="The order itself is safe."
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${4} />`;
  const { order } = data;
  return html`<p class="crumb"><a href="/admin/orders">Orders</a></p>
    <div class="page-head">
      <${Heading} title=${`Order ${shortId(id)}`}>Order ${shortId(id)}<//>
      <p class="actions">
        <${Badge} state=${order.status} words=${orderWords} />
      </p>
    </div>
    <p class="hint">Placed ${moment(order.created_at)} · <code>${order.id}</code></p>
    ${
      order.failure &&
      html`<div class="trouble">
      <p class="trouble-title">${failureWords[order.failure.code]}</p>
      <p>The customer was told: ${order.failure.detail}</p>
      ${order.failure.shortages.map(
        (short) =>
          html`<p key=${short.product_id}>
          ${short.name}: ${short.wanted} wanted, ${short.available} there
        </p>`,
      )}
    </div>`
    }
    <div class="columns">
      <${Lines} order=${order} />
      <div>
        <${PaymentPanel} whole=${data} reload=${reload} />
        <${CustomerPanel} whole=${data} />
      </div>
    </div>`;
}
