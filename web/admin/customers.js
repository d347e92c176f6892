// Who has an account here, what they ordered and what they were written.
import { day, moment } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { look } from './ask.js';
import { Nothing, Rows, SearchField, useList } from './list.js';
import { MailRows } from './mails.js';
import { OrderRows } from './orders.js';

/** @import { Account } from '../shared/types.js' */
/** @import { MailRow, PlacedOrder } from './types.js' */
/** @import { Listed } from './list.js' */

const columns = [{ text: 'Name' }, { text: 'E-mail' }, { text: 'Since' }, { text: 'Account' }];

/** @param {Account} account */
const kindOf = (account) => (account.role === 'admin' ? 'Administrator' : 'Customer');

/** @param {Account} account */
function row(account) {
  return html`<tr key=${account.id}>
    <td><a href=${`/admin/customers/${account.id}`}>${account.name}</a></td>
    <td class="wraps">${account.email}</td>
    <td>${day(account.created_at)}</td>
    <td>${kindOf(account)}</td>
  </tr>`;
}

export function CustomersPage() {
  const { query } = useStore(place);
  const q = query.get('q') ?? '';
  const listed = /** @type {Listed<Account>} */ (useList('/api/v1/admin/customers', { q }));
  return html`<div class="page-head"><${Heading}>Customers<//></div>
    <div class="filters"><${SearchField} label="E-mail or name, as it begins" value=${q} /></div>
    <${Rows}
      listed=${listed}
      caption="Customers"
      columns=${columns}
      row=${row}
      empty=${html`<${Nothing} title="Nobody’s address or name begins so.">
        <p><a href="/admin/customers">Show all</a></p>
      <//>`}
  />`;
}

/** @param {{ account: Account }} props */
function History({ account }) {
  const orders = /** @type {Listed<PlacedOrder>} */ (
    useList('/api/v1/admin/orders', { placed_by: account.id })
  );
  const mails = /** @type {Listed<MailRow>} */ (
    useList('/api/v1/admin/mails', { sent_to: account.id })
  );
  return html`<h2 class="group">Orders</h2>
    <${OrderRows} listed=${orders} empty=${html`<p class="hint">Has ordered nothing yet.</p>`} />
    <h2 class="group">Mail</h2>
    <${MailRows} listed=${mails} empty=${html`<p class="hint">Was written nothing yet.</p>`} />`;
}

/** @param {{ id: string }} props */
export function CustomerPage({ id }) {
  const { data, problem, reload } = useResource(
    id,
    (signal) => /** @type {Promise<Account>} */ (look(`/api/v1/admin/customers/${id}`, {}, signal)),
  );
  if (problem?.status === 404)
    return html`<${Heading}>There is no such customer<//>
      <p><a href="/admin/customers">All customers</a></p>`;
  if (problem)
    return html`<${Trouble}
      title="The customer could not be shown."
      problem=${problem}
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${3} />`;
  return html`<p class="crumb"><a href="/admin/customers">Customers</a></p>
    <div class="page-head"><${Heading} title=${data.name}>${data.name}<//></div>
    <p class="facts">
      <span class="wraps">${data.email}</span>
      <span>${data.email_verified ? 'address confirmed' : 'address not confirmed'}</span>
      <span>${kindOf(data)} since ${moment(data.created_at)}</span>
    </p>
    <${History} account=${data} />`;
}
