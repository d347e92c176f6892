// Which page is shown: the address bar says so, and nothing else does.
import { makeStore } from './store.js';

/** @typedef {{ path: string, query: URLSearchParams, href: string }} Place */

/** @returns {Place} */
function here() {
  const { pathname, search } = window.location;
  return { path: pathname, query: new URLSearchParams(search), href: pathname + search };
}

export const place = makeStore(here());

let moved = false;

/** Whether the page that is shown was reached by a link, not by opening the window. */
export const hasMoved = () => moved;

/**
 * Goes to another page of the shop.
 * @param {string} href
 * @param {{ replace?: boolean }} [how] replace: the back button skips where we are now
 */
export function go(href, { replace = false } = {}) {
  rememberScroll();
  moved = true;
  if (replace) window.history.replaceState({}, '', href);
  else window.history.pushState({}, '', href);
  const samePage = new URL(href, window.location.origin).pathname === place.get().path;
  place.set(here());
  if (!samePage) window.scrollTo(0, 0);
}

/**
 * The current address with some of its query changed; null takes a parameter out.
 * @param {Record<string, string | null>} change
 * @param {string} [path] another page begins with an empty query
 */
export function withQuery(change, path = window.location.pathname) {
  const isHere = path === window.location.pathname;
  const query = new URLSearchParams(isHere ? window.location.search : '');
  for (const [name, value] of Object.entries(change)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  return path + (text ? `?${text}` : '');
}

function rememberScroll() {
  window.history.replaceState({ ...window.history.state, scroll: window.scrollY }, '');
}

// Pages that are known are drawn at once, so two frames later they are as tall as they were.
function scrollBack() {
  const scroll = window.history.state?.scroll ?? 0;
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, scroll)));
}

/** Whether the document that is open shows that address. @type {(path: string) => boolean} */
let isShownHere = () => true;

/** @param {MouseEvent} event */
function followLink(event) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = /** @type {Element} */ (event.target).closest?.('a[href]');
  const href = link?.getAttribute('href') ?? '';
  if (!href.startsWith('/') || link?.hasAttribute('data-outside') || !isShownHere(href)) return;
  event.preventDefault();
  go(href);
}

/**
 * Once, when the page opens.
 * @param {(path: string) => boolean} [isOurs] which addresses this document shows; links to others
 *   are left to the browser
 */
export function startRouter(isOurs = isShownHere) {
  isShownHere = isOurs;
  window.history.scrollRestoration = 'manual';
  document.addEventListener('click', followLink);
  window.addEventListener('popstate', () => {
    moved = true;
    place.set(here());
    scrollBack();
  });
  window.addEventListener('pagehide', rememberScroll);
}
