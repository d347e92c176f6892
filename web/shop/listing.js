// All goods, a category, or what a search found: the address says which, and in which order.
import { get } from '../shared/api.js';
import { money } from '../shared/format.js';
import { toProblem } from '../shared/http.js';
import { html, useEffect, useState } from '../shared/html.js';
import { go, place, withQuery } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { Empty, Heading, Marked, Stock, Trouble } from '../shared/parts.js';
import { Picture } from '../pictures/picture.js';
import { remember } from './known_products.js';
import { WaitingList } from './waiting.js';

/** @import { Page, Product } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

const pageSize = 24;
const keptMax = 20; // lists that are shown at once when one comes back to them

const orders = [
  { value: '', text: 'Best match', needsQuery: true },
  { value: '', text: 'Name', needsQuery: false },
  { value: 'price', text: 'Price, lowest first' },
  { value: '-price', text: 'Price, highest first' },
  { value: 'name', text: 'Name', needsQuery: true },
];

/** @typedef {{ items: Product[], next: string | null, problem: Problem | null }} Listed */

/** @type {Map<string, Listed>} */
const kept = new Map();

/** @type {Set<string>} the lists that are being fetched */
const underway = new Set();

/** @param {string} key @param {Listed} listed */
function keep(key, listed) {
  kept.delete(key);
  kept.set(key, listed);
  if (kept.size > keptMax) kept.delete([...kept.keys()][0]);
}

/** @typedef {{ q: string, category: string, sort: string }} Wanted */

/**
 * @param {Wanted} wanted
 * @returns {{ listed: Listed | null, more: () => void, retry: () => void }}
 */
function useList(wanted) {
  const key = JSON.stringify(wanted);
  const [, redraw] = useState({});
  const listed = kept.get(key) ?? null;
  const load = async (/** @type {string | null} */ cursor, /** @type {Product[]} */ before) => {
    if (underway.has(key)) return;
    underway.add(key);
    try {
      const query = { ...wanted, limit: pageSize, cursor };
      const page = /** @type {Page<Product>} */ (await get('/api/v1/products', query));
      remember(page.items);
      keep(key, { items: [...before, ...page.items], next: page.next_cursor, problem: null });
    } catch (error) {
      keep(key, { items: before, next: cursor, problem: toProblem(error) });
    }
    underway.delete(key);
    redraw({});
  };
  useEffect(() => {
    // One page is asked for again, in case a price changed; a longer list stays as one left it.
    if (!listed || listed.problem || listed.items.length <= pageSize) void load(null, []);
  }, [key]);
  return {
    listed,
    more: () => listed && void load(listed.next, listed.items),
    retry() {
      kept.delete(key);
      redraw({});
      void load(null, []);
    },
  };
}

/** @param {{ product: Product, query: string }} props */
function Card({ product, query }) {
  return html`<li class="card">
    <a href=${`/products/${product.id}`}>
      <span class="frame"><${Picture} name=${product.name} src=${product.picture} /></span>
      <span class="card-name"><${Marked} text=${product.name} query=${query} /></span>
      <span class="card-facts">
        <span class="number price">${money(product.price)}</span>
        <${Stock} stock=${product.stock} />
      </span>
    </a>
  </li>`;
}

/** What a list can be sorted by. @param {string} q */
const ordersFor = (q) =>
  orders.filter((one) => one.needsQuery === undefined || one.needsQuery === !!q);

/**
 * What an address asks for; an order that there is not is the usual one.
 * @param {URLSearchParams} query
 * @returns {Wanted}
 */
function wantedOf(query) {
  const [q, category, sort] = ['q', 'category', 'sort'].map((name) => query.get(name) ?? '');
  return { q, category, sort: ordersFor(q).some(({ value }) => value === sort) ? sort : '' };
}

/** @param {{ wanted: Wanted, inStock: boolean }} props */
function Choices({ wanted, inStock }) {
  const shown = ordersFor(wanted.q);
  return html`<div class="choices">
    <label class="check">
      <input
        type="checkbox"
        checked=${inStock}
        onChange=${() => go(withQuery({ stock: inStock ? null : '1' }), { replace: true })}
    />
      In stock only
    </label>
    <label>
      <span class="hint">Sort by</span>
      <select
        value=${wanted.sort}
        onChange=${(/** @type {any} */ event) =>
          go(withQuery({ sort: event.currentTarget.value }), { replace: true })}
      >
        ${shown.map(({ value, text }) => html`<option value=${value}>${text}</option>`)}
      </select>
    </label>
  </div>`;
}

/** @param {{ wanted: Wanted, inStock: boolean, hidden: number }} props */
function Nothing({ wanted, inStock, hidden }) {
  if (inStock && hidden > 0)
    return html`<${Empty} title="All of it is sold out at the moment.">
      <p><a href=${withQuery({ stock: null })}>Show what is sold out</a></p>
    <//>`;
  const { q, category } = wanted;
  if (category)
    return html`<${Empty} title=${q ? `Nothing in ${category} is called “${q}”.` : 'Nothing here.'}>
      <p>
        <a href=${withQuery({ category: null })}>
          ${q ? 'Search the whole shop' : 'Look at everything'}
        </a>
      </p>
    <//>`;
  if (q)
    return html`<${Empty} title=${`Nothing here is called “${q}”.`}>
      <p>Fewer or other words may find it, or <a href="/">look at everything</a>.</p>
    <//>`;
  return html`<${Empty} title="The shelves are empty.">
    <p>Goods appear here as soon as the shop puts them on sale.</p>
  <//>`;
}

/** @param {Wanted} wanted */
function headline({ q, category }) {
  if (q) return `“${q}”${category ? ` in ${category}` : ''}`;
  return category || 'Everything in the shop';
}

export function Listing() {
  const { query } = useStore(place);
  const wanted = wantedOf(query);
  const inStock = query.get('stock') === '1';
  const title = headline(wanted);
  const { listed, more, retry } = useList(wanted);
  const items = (listed?.items ?? []).filter((product) => !inStock || product.stock > 0);
  const next = listed?.next ?? null;
  const loaded = listed !== null && (listed.items.length > 0 || !listed.problem);
  const hidden = (listed?.items.length ?? 0) - items.length;
  // What is sold out must not leave a page nearly empty while there is more.
  useEffect(() => {
    if (inStock && next && !listed?.problem && items.length < pageSize / 2) more();
  }, [inStock, next, items.length]);

  return html`<section class="listing" aria-busy=${!listed}>
    <div class="listing-head">
      <${Heading} key=${title} title=${wanted.q || wanted.category}>${title}<//>
      <${Choices} wanted=${wanted} inStock=${inStock} />
    </div>
    ${!listed && html`<${WaitingList} />`}
    ${
      loaded &&
      items.length === 0 &&
      !next &&
      html`<${Nothing} wanted=${wanted} inStock=${inStock} hidden=${hidden} />`
    }
    ${
      items.length > 0 &&
      html`<ul class="grid">
      ${items.map(
        (product) => html`<${Card}
        key=${product.id}
        product=${product}
        query=${wanted.q}
      />`,
      )}
    </ul>`
    }
    ${
      listed?.problem &&
      html`<${Trouble}
      title="The goods could not be shown."
      problem=${listed.problem}
      safe="Nothing of yours is lost; your cart is as it was."
      retry=${items.length ? more : retry}
  />`
    }
    ${
      next &&
      !listed?.problem &&
      html`<p class="more">
      <button class="quiet" onClick=${more}>Show more</button>
    </p>`
    }
  </section>`;
}
