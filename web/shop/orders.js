// What somebody bought here, newest first.
import { get } from '../shared/api.js';
import { day, money, shortId } from '../shared/format.js';
import { toProblem } from '../shared/http.js';
import { html, useEffect, useState } from '../shared/html.js';
import { session } from '../shared/session.js';
import { useStore } from '../shared/store.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { SignInForm } from '../shared/sign_in_form.js';
import { SignInOrRegister } from './sign_in.js';

/** @import { ComponentChildren } from 'preact' */
/** @import { OrderRow, Page } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

/**
 * What is only for whoever is signed in; others are asked to.
 * @param {{ children?: ComponentChildren }} props
 */
export function SignedIn({ children }) {
  const { state, account } = useStore(session);
  if (state === 'user') return children;
  if (state === 'unknown') return html`<${Waiting} />`;
  return html`<${Heading}>Please sign in<//>
    ${
      state === 'expired'
        ? html`<p>You were signed out after a while.</p>
          <${SignInForm} email=${account?.email} done=${() => {}} />`
        : html`<p>Orders are shown to whoever placed them.</p>
          <${SignInOrRegister} done=${() => {}} />`
    }`;
}

/** @type {Record<string, string>} */
const words = {
  pending: 'Placed',
  reserved: 'Set aside',
  paid: 'Paid',
  confirmed: 'Confirmed',
  failed: 'Not completed',
  cancelling: 'Being cancelled',
  cancelled: 'Cancelled',
};

function History() {
  const [rows, setRows] = useState(/** @type {OrderRow[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const load = (/** @type {string | null} */ cursor) => {
    setProblem(null);
    get('/api/v1/orders', { limit: 20, cursor }).then(
      (/** @type {Page<OrderRow>} */ page) => {
        setRows((before) => [...(cursor ? (before ?? []) : []), ...page.items]);
        setNext(page.next_cursor);
      },
      (error) => setProblem(toProblem(error)),
    );
  };
  useEffect(() => load(null), []);
  return html`<${Heading}>Your orders<//>
    ${!rows && !problem && html`<${Waiting} bars=${2} />`}
    ${
      rows?.length === 0 &&
      html`<${Empty} title="You have not ordered anything yet.">
      <p>Each order appears here the moment it is placed. <a href="/">Look around</a></p>
    <//>`
    }
    ${
      rows &&
      rows.length > 0 &&
      html`<ul class="orders">
      ${rows.map(
        (row) => html`<li key=${row.id}>
          <a href=${`/orders/${row.id}`}>Order ${shortId(row.id)}</a>
          <span class="hint">${day(row.created_at)}</span>
          <span class=${`badge ${row.status}`}>${words[row.status]}</span>
          <span class="number">${money(row.total)}</span>
        </li>`,
      )}
    </ul>`
    }
    ${
      problem &&
      html`<${Trouble}
      title="Your orders could not be shown."
      problem=${problem}
      safe="They are safe."
      retry=${() => load(next)}
    />`
    }
    ${
      next &&
      !problem &&
      html`<p class="more">
      <button class="quiet" onClick=${() => load(next)}>Show more</button>
    </p>`
    }`;
}

export function OrdersPage() {
  return html`<section class="narrow"><${SignedIn}><${History} /><//></section>`;
}
