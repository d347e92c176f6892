// All orders; looked for by number, by customer, by state.
import { day, money, shortId } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Heading } from '../shared/parts.js';
import { place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { Badge } from './badge.js';
import { Choice, Nothing, Rows, SearchField, useList } from './list.js';
import { orderWords } from './words.js';

/** @import { ComponentChildren } from 'preact' */
/** @import { Account } from '../shared/types.js' */
/** @import { PlacedOrder } from './types.js' */
/** @import { Listed } from './list.js' */

const columns = [
  { text: 'Order' },
  { text: 'Goes to' },
  { text: 'Placed' },
  { text: 'State' },
  { text: 'Total', number: true },
];

/** @param {PlacedOrder} order */
function row(order) {
  return html`<tr key=${order.id}>
    <td><a href=${`/admin/orders/${order.id}`}>${shortId(order.id)}</a></td>
    <td class="wraps">${order.recipient}</td>
    <td>${day(order.created_at)}</td>
    <td><${Badge} state=${order.status} words=${orderWords} /></td>
    <td class="number">${money(order.total)}</td>
  </tr>`;
}

/**
 * @param {{ listed: Listed<PlacedOrder>, empty: ComponentChildren }} props
 */
export function OrderRows({ listed, empty }) {
  return html`<${Rows}
    listed=${listed}
    caption="Orders"
    columns=${columns}
    row=${row}
    empty=${empty}
  />`;
}

const states = [
  { value: '', text: 'All' },
  ...Object.entries(orderWords).map(([value, text]) => ({ value, text })),
];

const none = html`<${Nothing} title="No order is like that.">
  <p><a href="/admin/orders">Show all</a></p>
<//>`;

const customersShown = 10; // each is asked for with orders of its own

/** Orders of whoever has an address or name that begins so. @param {{ q: string }} props */
function OfCustomers({ q }) {
  const found = /** @type {Listed<Account>} */ (
    useList('/api/v1/admin/customers', { q, limit: customersShown })
  );
  if (!found.items || found.items.length === 0)
    return html`<${Rows}
      listed=${found}
      caption="Customers"
      columns=${[]}
      row=${() => null}
      empty=${none}
    />`;
  return html`${found.items.map((one) => html`<${OfCustomer} key=${one.id} account=${one} />`)}
    ${
      found.next &&
      html`<p class="more"><button class="quiet" onClick=${found.more}>More customers</button></p>`
    }`;
}

/** @param {{ account: Account }} props */
function OfCustomer({ account }) {
  const listed = /** @type {Listed<PlacedOrder>} */ (
    useList('/api/v1/admin/orders', { placed_by: account.id })
  );
  return html`<h2 class="group">
      <a href=${`/admin/customers/${account.id}`}>${account.name}</a>
      <span class="hint">${account.email}</span>
    </h2>
    <${OrderRows} listed=${listed} empty=${html`<p class="hint">Has ordered nothing yet.</p>`} />`;
}

/** @param {{ reference: string, status: string }} props */
function All({ reference, status }) {
  const listed = /** @type {Listed<PlacedOrder>} */ (
    useList('/api/v1/admin/orders', { reference, status })
  );
  const empty =
    reference || status
      ? none
      : html`<${Nothing} title="Nobody has ordered yet.">
          <p>Each order appears here the moment it is placed.</p>
        <//>`;
  return html`<${OrderRows} listed=${listed} empty=${empty} />`;
}

/** Six digits of a number, or a whole id. @param {string} text */
const isReference = (text) =>
  /^[0-9a-f]{6}$/i.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function OrdersPage() {
  const { query } = useStore(place);
  const q = query.get('q') ?? '';
  const status = query.get('status') ?? '';
  const byCustomer = q !== '' && !isReference(q);
  return html`<div class="page-head"><${Heading}>Orders<//></div>
    <div class="filters">
      <${SearchField} label="Order number, e-mail or name" value=${q} />
      ${
        !byCustomer &&
        html`<${Choice} label="State" name="status" value=${status} choices=${states} />`
      }
    </div>
    ${
      byCustomer
        ? html`<${OfCustomers} q=${q} />`
        : html`<${All} reference=${q} status=${status} />`
    }`;
}
