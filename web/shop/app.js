// The storefront: its frame, and which page stands inside.
import { get } from '../shared/api.js';
import { html, render, useEffect, useRef, useState } from '../shared/html.js';
import { later } from '../shared/later.js';
import { place, startRouter, withQuery } from '../shared/router.js';
import { restore, session, signOut } from '../shared/session.js';
import { useStore } from '../shared/store.js';
import { startCart } from './cart.js';
import { CartButton, CartDrawer } from './cart_view.js';
import { Listing } from './listing.js';
import { Notices, notify } from '../shared/notices.js';
import { Heading } from '../shared/parts.js';
import { Search } from './search.js';
import { WaitingCheckout, WaitingColumn, WaitingProduct } from './waiting.js';

const Product = later(() => import('./product.js'), 'ProductPage', WaitingProduct);
const Cart = later(() => import('./cart_lines.js'), 'CartPage', WaitingColumn);
const Checkout = later(() => import('./checkout.js'), 'CheckoutPage', WaitingCheckout);
const Orders = later(() => import('./orders.js'), 'OrdersPage', WaitingColumn);
const Order = later(() => import('./order.js'), 'OrderPage', WaitingColumn);
const SignIn = later(() => import('./sign_in.js'), 'SignInPage', WaitingColumn);
const Forgot = later(() => import('./mailed.js'), 'ForgotPage', WaitingColumn);
const Reset = later(() => import('./mailed.js'), 'ResetPage', WaitingColumn);
const Verify = later(() => import('./mailed.js'), 'VerifyPage', WaitingColumn);

function Unknown() {
  return html`<section class="narrow">
    <${Heading} title="Not found">There is no such page<//>
    <p>The address may be mistyped, or the page is gone. <a href="/">To the shop</a></p>
  </section>`;
}

/** @param {string} path */
function pageAt(path) {
  const [, first, id, ...more] = path.split('/');
  if (more.length === 0 && first === 'products' && id)
    return html`<${Product} key=${id} id=${id} />`;
  if (more.length === 0 && first === 'orders' && id) return html`<${Order} key=${id} id=${id} />`;
  switch (path) {
    case '/':
      return html`<${Listing} />`;
    case '/cart':
      return html`<${Cart} />`;
    case '/checkout':
      return html`<${Checkout} />`;
    case '/orders':
      return html`<${Orders} />`;
    case '/login':
      return html`<${SignIn} key="in" first="in" />`;
    case '/register':
      return html`<${SignIn} key="new" first="new" />`;
    case '/forgot':
      return html`<${Forgot} />`;
    case '/reset':
      return html`<${Reset} />`;
    case '/verify':
      return html`<${Verify} />`;
    default:
      return html`<${Unknown} />`;
  }
}

function Categories() {
  const [names, setNames] = useState(/** @type {string[] | null} */ (null));
  const { path, query } = useStore(place);
  const bar = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    get('/api/v1/categories').then(
      (/** @type {{ items: { name: string }[] }} */ all) =>
        setNames(all.items.map((one) => one.name)),
      () => {}, // the goods can be found without them
    );
  }, []);
  const current = path === '/' ? (query.get('category') ?? '') : null;
  // Not all have room on a small screen: the one that is shown is in view.
  useEffect(() => {
    const here = /** @type {HTMLElement | null | undefined} */ (
      bar.current?.querySelector('[aria-current]')
    );
    if (bar.current && here)
      bar.current.scrollLeft =
        here.offsetLeft - bar.current.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2;
  }, [names, current]);
  const link = (/** @type {string} */ name, text = name) => html`<a
    key=${name}
    href=${withQuery({ category: name || null }, '/')}
    aria-current=${current === name ? 'page' : undefined}
    >${text}</a
  >`;
  return html`<nav class="categories" aria-label="Categories" ref=${bar}>
    ${link('', 'All')} ${(names ?? []).map((name) => link(name))}
  </nav>`;
}

function Account() {
  const { state, account } = useStore(session);
  const { href, path } = useStore(place);
  if (state === 'unknown') return html`<span class="account"></span>`;
  if (state !== 'user') {
    const next = ['/login', '/register'].includes(path) ? '' : `?next=${encodeURIComponent(href)}`;
    return html`<span class="account"><a href=${`/login${next}`}>Sign in</a></span>`;
  }
  const leave = () =>
    void signOut().then(
      () => notify('You are signed out.'),
      () => notify('You are signed out here; the shop could not be told.'),
    );
  return html`<span class="account">
    <a href="/orders" title="Your orders">${account?.name.split(' ')[0]}</a>
    <button class="plain" onClick=${leave}>Sign out</button>
  </span>`;
}

function Foot() {
  const { account } = useStore(session);
  return html`<footer class="foot">
    <span>Cleave</span>
    <span>
      ${
        account?.role === 'admin' &&
        html`<a href="/admin" data-outside>Office</a> <a href="/console" data-outside>Console</a> `
      }
      <a href="/docs" data-outside>API</a> <a href="/docs/guide" data-outside>Guide</a>
    </span>
  </footer>`;
}

function Shop() {
  const { path } = useStore(place);
  return html`<a class="skip" href="#main" data-outside>To the content</a>
    <header class="top">
      <div class="bar-line">
        <a class="wordmark" href="/">Cleave</a>
        <${Search} />
        <${Account} />
        <${CartButton} />
      </div>
      <${Categories} />
    </header>
    <main id="main" tabindex="-1">${pageAt(path)}</main>
    <${Foot} />
    <${CartDrawer} />
    <${Notices} />`;
}

startRouter((path) => !/^\/(admin|console|docs)(\/|$)/.test(path));
startCart();
void restore();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
root.textContent = '';
render(html`<${Shop} />`, root);
