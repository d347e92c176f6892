// All products, on sale or not.
import { count, money } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Heading } from '../shared/parts.js';
import { place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { Picture } from '../pictures/picture.js';
import { Choice, Nothing, Rows, SearchField, useList } from './list.js';

/** @import { Product } from '../shared/types.js' */

const low = 5; // as the shop's pages say "only … left"

/** @type {Record<string, Record<string, string | number>>} */
const shown = {
  '': {},
  sold: { active: 'true' },
  hidden: { active: 'false' },
  low: { active: 'true', stock_up_to: low },
  out: { active: 'true', stock_up_to: 0 },
};

const choices = [
  { value: '', text: 'All' },
  { value: 'sold', text: 'On sale' },
  { value: 'hidden', text: 'Not on sale' },
  { value: 'low', text: `At most ${low} left` },
  { value: 'out', text: 'Sold out' },
];

const columns = [
  { text: 'Product' },
  { text: 'Category' },
  { text: 'Price', number: true },
  { text: 'Stock', number: true },
  { text: 'State' },
];

/** @param {Product} product */
function row(product) {
  return html`<tr key=${product.id}>
    <td>
      <span class="pictured">
        <span class="thumb"><${Picture} name=${product.name} src=${product.picture} /></span>
        <span>
          <a href=${`/admin/products/${product.id}`}>${product.name}</a>
          <code>${product.sku}</code>
        </span>
      </span>
    </td>
    <td>${product.category}</td>
    <td class="number" data-label="Price">${money(product.price)}</td>
    <td class=${product.stock <= low ? 'number warn' : 'number'} data-label="Stock">
      ${product.stock > 0 ? count(product.stock) : 'sold out'}
    </td>
    <td>${product.active ? 'On sale' : html`<span class="badge">Not on sale</span>`}</td>
  </tr>`;
}

export function ProductsPage() {
  const { query } = useStore(place);
  const q = query.get('q') ?? '';
  const show = query.get('show') ?? '';
  const listed = useList('/api/v1/admin/products', { q, ...shown[show] });
  return html`<div class="page-head">
      <${Heading}>Products<//>
      <p class="actions">
        <a class="quiet" href="/admin/products/import">Import CSV</a>
        <a class="action" href="/admin/products/new">New product</a>
      </p>
    </div>
    <div class="filters">
      <${SearchField} label="Name or article" value=${q} />
      <${Choice} label="Show" name="show" value=${show} choices=${choices} />
    </div>
    <${Rows}
      listed=${listed}
      caption="Products"
      columns=${columns}
      row=${row}
      empty=${
        q || show
          ? html`<${Nothing} title="No product is like that.">
              <p><a href="/admin/products">Show all</a></p>
            <//>`
          : html`<${Nothing} title="There are no products yet.">
              <p>
                <a href="/admin/products/new">Make the first one</a>, or
                ${' '}<a href="/admin/products/import">import a file</a>.
              </p>
            <//>`
      }
  />`;
}
