// The shop office: its frame, who may come in, and which page stands inside.
import { html, render } from '../shared/html.js';
import { Notices, notify } from '../shared/notices.js';
import { Heading, Waiting } from '../shared/parts.js';
import { place, startRouter } from '../shared/router.js';
import { restore, session, signOut } from '../shared/session.js';
import { SignInForm } from '../shared/sign_in_form.js';
import { useStore } from '../shared/store.js';
import { CustomerPage, CustomersPage } from './customers.js';
import { ImportPage } from './import.js';
import { MailPage, MailsPage } from './mails.js';
import { OrderPage } from './order.js';
import { OrdersPage } from './orders.js';
import { PasswordQuestion } from './password.js';
import { NewProductPage, ProductPage } from './product.js';
import { ProductsPage } from './products.js';

const sections = [
  { path: 'orders', text: 'Orders' },
  { path: 'products', text: 'Products' },
  { path: 'customers', text: 'Customers' },
  { path: 'mails', text: 'Mail' },
];

function Unknown() {
  return html`<${Heading} title="Not found">There is no such page<//>
    <p>The address may be mistyped. <a href="/admin/orders">To the orders</a></p>`;
}

/** @param {string} path */
function pageAt(path) {
  const [, , section = '', id = '', ...more] = path.split('/');
  if (more.length > 0) return html`<${Unknown} />`;
  switch (`${section}/${id && ['new', 'import'].includes(id) ? id : id && ':id'}`) {
    case '/':
    case 'orders/':
      return html`<${OrdersPage} />`;
    case 'orders/:id':
      return html`<${OrderPage} key=${id} id=${id} />`;
    case 'products/':
      return html`<${ProductsPage} />`;
    case 'products/new':
      return html`<${NewProductPage} />`;
    case 'products/import':
      return html`<${ImportPage} />`;
    case 'products/:id':
      return html`<${ProductPage} key=${id} id=${id} />`;
    case 'customers/':
      return html`<${CustomersPage} />`;
    case 'customers/:id':
      return html`<${CustomerPage} key=${id} id=${id} />`;
    case 'mails/':
      return html`<${MailsPage} />`;
    case 'mails/:id':
      return html`<${MailPage} key=${id} id=${id} />`;
    default:
      return html`<${Unknown} />`;
  }
}

function leave() {
  signOut().then(
    () => notify('You are signed out.'),
    () => notify('You are signed out here; the shop could not be told.'),
  );
}

/** What is only for administrators; others are asked to sign in. */
function Inside() {
  const { path } = useStore(place);
  const { state, account } = useStore(session);
  if (state === 'unknown') return html`<${Waiting} />`;
  if (account?.role === 'admin') return pageAt(path); // expired, too: its password is asked for
  if (state === 'user')
    return html`<section class="narrow">
      <${Heading}>This is the shop’s office<//>
      <p>
        You are signed in as ${account?.email}, a customer. The office is for administrators.
      </p>
      <p><button class="quiet" onClick=${leave}>Sign out</button></p>
    </section>`;
  return html`<section class="narrow">
    <${Heading}>Shop office<//>
    <p>Sign in as an administrator of this shop.</p>
    <${SignInForm} done=${() => {}} />
  </section>`;
}

function Frame() {
  const { path } = useStore(place);
  const { account } = useStore(session);
  const section = path.split('/')[2] || 'orders';
  const isAdmin = account?.role === 'admin';
  return html`<a class="skip" href="#main" data-outside>To the content</a>
    <header class="top">
      <div class="bar-line">
        <a class="wordmark" href="/admin/orders">Cleave <span class="office">Office</span></a>
        ${
          isAdmin &&
          html`<nav class="sections" aria-label="Sections">
          ${sections.map(
            (one) => html`<a
              key=${one.path}
              href=${`/admin/${one.path}`}
              aria-current=${one.path === section ? 'page' : undefined}
              >${one.text}</a
            >`,
          )}
        </nav>`
        }
        ${
          isAdmin &&
          html`<span class="account">
          <span title=${account.email}>${account.name.split(' ')[0]}</span>
          <button class="plain" onClick=${leave}>Sign out</button>
        </span>`
        }
      </div>
    </header>
    <main id="main" tabindex="-1"><${Inside} /></main>
    <footer class="foot">
      <span>Cleave</span>
      <span>
        <a href="/">Shop</a> <a href="/console">Console</a> <a href="/docs">API</a>${' '}
        <a href="/docs/guide">Guide</a>
      </span>
    </footer>
    <${PasswordQuestion} />
    <${Notices} />`;
}

startRouter((path) => /^\/admin(\/|\?|$)/.test(path));
void restore();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
root.textContent = '';
render(html`<${Frame} />`, root);
