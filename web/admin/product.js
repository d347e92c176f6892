// One product: what it says, how many are left, its picture.
import { html, useEffect, useId, useRef, useState } from '../shared/html.js';
import { notify } from '../shared/notices.js';
import { Field, Heading, Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { go } from '../shared/router.js';
import { useSending } from '../shared/sign_in_form.js';
import { change, look } from './ask.js';
import { Meanwhile, changedMeanwhile, factsOf } from './meanwhile.js';
import { anyCurrency, typedPrice, priceText } from './money.js';
import { PictureOf } from './product_picture.js';

/** @import { Category, Product } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

/** @typedef {{ name: string, category: string, price: string, description: string }} Facts */

/** @returns {string[]} */
function useCategories() {
  const [names, setNames] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    look('/api/v1/categories').then(
      (/** @type {{ items: Category[] }} */ all) => setNames(all.items.map((one) => one.name)),
      () => {}, // only suggestions
    );
  }, []);
  return names;
}

/**
 * What the shop's prices are in: products that are there say so.
 * @returns {string}
 */
function useCurrency() {
  const [currency, setCurrency] = useState(anyCurrency);
  useEffect(() => {
    look('/api/v1/products', { limit: 1 }).then(
      (/** @type {{ items: Product[] }} */ { items }) =>
        items[0] && setCurrency(items[0].price.currency),
      () => {},
    );
  }, []);
  return currency;
}

/**
 * @param {{ facts: Facts, onFacts: (change: Partial<Facts>) => void, currency: string,
 *           wrong: (pointer: string) => string }} props
 */
function FactFields({ facts, onFacts, currency, wrong }) {
  const id = useId();
  const categories = useCategories();
  return html`<${Field}
      label="Name"
      name="name"
      value=${facts.name}
      onValue=${(/** @type {string} */ name) => onFacts({ name })}
      error=${wrong('/name')}
      required
      maxlength=${200}
    />
    <div class="side-by-side">
      <${Field}
        label="Category"
        name="category"
        value=${facts.category}
        onValue=${(/** @type {string} */ category) => onFacts({ category })}
        error=${wrong('/category')}
        list=${`${id}-categories`}
        required
        maxlength=${100}
      />
      <${Field}
        label=${`Price in ${currency}`}
        name="price"
        value=${facts.price}
        onValue=${(/** @type {string} */ price) => onFacts({ price })}
        error=${wrong('/price') || wrong('/price/amount') || wrong('/price/currency')}
        inputmode="decimal"
        required
      />
    </div>
    <datalist id=${`${id}-categories`}>
      ${categories.map((name) => html`<option key=${name} value=${name} />`)}
    </datalist>
    <p class=${wrong('/description') ? 'field wrong' : 'field'}>
      <label for=${`${id}-description`}>Description</label>
      <textarea
        id=${`${id}-description`}
        name="description"
        rows="5"
        maxlength="4000"
        value=${facts.description}
        onInput=${(/** @type {any} */ event) => onFacts({ description: event.currentTarget.value })}
      ></textarea>
      ${wrong('/description') && html`<span class="error">${wrong('/description')}</span>`}
    </p>`;
}

/**
 * A form's own idea of what is wrong, and then the shop's.
 * @param {Problem | null} problem
 * @param {Record<string, string>} own
 */
const wrongIn = (problem, own) => (/** @type {string} */ pointer) =>
  own[pointer] || (problem?.at(pointer) ?? '');

/** @param {{ problem: Problem | null, title: string }} props */
function Refused({ problem, title }) {
  if (!problem) return null;
  if (problem.errors.some((error) => error.pointer !== ''))
    return html`<p class="error" role="alert">Something needs a second look: see above.</p>`;
  return html`<${Trouble} title=${title} problem=${problem} />`;
}

/** @param {string} price @param {string} currency @returns {Record<string, string>} */
const priceFault = (price, currency) =>
  typedPrice(price, currency) ? {} : { '/price': 'Write it like 14.50, above 0.' };

/** @param {{ product: Product, onProduct: (product: Product) => void }} props */
function FactsForm({ product, onProduct }) {
  const { currency } = product.price;
  const path = `/api/v1/products/${product.id}`;
  const before = useRef(factsOf(product)); // as the form was filled with
  const seen = useRef(before.current); // as the shop had it last
  const [facts, setFacts] = useState(before.current);
  const [theirs, setTheirs] = useState(/** @type {Partial<typeof facts> | null} */ (null));
  const [own, setOwn] = useState(/** @type {Record<string, string>} */ ({}));
  const { busy, problem, onSubmit } = useSending(async () => {
    setOwn(priceFault(facts.price, currency));
    const price = typedPrice(facts.price, currency);
    if (!price) return;
    const mine = { ...facts, price: priceText(price) };
    const now = factsOf(await look(path));
    const changed = changedMeanwhile(before.current, now, mine);
    if (Object.keys(changed).length > 0) {
      seen.current = now;
      return setTheirs(changed);
    }
    const saved = /** @type {Product} */ (await change('PUT', path, { body: { ...facts, price } }));
    before.current = factsOf(saved);
    setTheirs(null);
    onProduct(saved);
    notify('The product is saved.');
  });
  const take = () => {
    before.current = seen.current;
    setFacts({ ...facts, ...theirs });
    setTheirs(null);
  };
  const saveMine = (/** @type {Event} */ event) => {
    before.current = seen.current;
    /** @type {HTMLButtonElement} */ (event.currentTarget).form?.requestSubmit();
  };
  return html`<form class="panel" onSubmit=${onSubmit}>
    <h2>What it is</h2>
    <${FactFields}
      facts=${facts}
      onFacts=${(/** @type {Partial<Facts>} */ some) => setFacts({ ...facts, ...some })}
      currency=${currency}
      wrong=${wrongIn(problem, own)}
    />
    <p class="check">
      <label>
        <input
          type="checkbox"
          name="active"
          checked=${facts.active}
          onChange=${() => setFacts({ ...facts, active: !facts.active })}
        />
        On sale
      </label>
      <span class="hint">Otherwise nobody finds it, and nobody can buy it.</span>
    </p>
    <${Refused} problem=${problem} title="The product was not saved." />
    ${
      theirs
        ? html`<${Meanwhile} theirs=${theirs} busy=${busy} onTake=${take} onSave=${saveMine} />`
        : html`<button class="action" disabled=${busy}>${busy ? 'Saving…' : 'Save'}</button>`
    }
  </form>`;
}

/** @param {{ product: Product, onProduct: (product: Product) => void }} props */
function StockForm({ product, onProduct }) {
  const [stock, setStock] = useState(String(product.stock));
  const { busy, problem, onSubmit } = useSending(async () => {
    const body = { stock: Number(stock) };
    const saved = await change('PUT', `/api/v1/products/${product.id}/stock`, { body });
    onProduct(saved);
    notify('The stock is set.');
  });
  return html`<form class="panel" onSubmit=${onSubmit}>
    <h2>Stock</h2>
    <${Field}
      label="What can still be sold"
      name="stock"
      type="number"
      min="0"
      max="1000000000"
      step="1"
      value=${stock}
      onValue=${setStock}
      error=${problem?.at('/stock')}
      hint="Without what customers are just paying for."
      required
    />
    <${Refused} problem=${problem} title="The stock was not set." />
    <button class="quiet" disabled=${busy}>${busy ? 'Setting…' : 'Set stock'}</button>
  </form>`;
}

/** @param {{ id: string }} props */
export function ProductPage({ id }) {
  const { data, problem, reload, set } = useResource(
    id,
    (signal) => /** @type {Promise<Product>} */ (look(`/api/v1/products/${id}`, {}, signal)),
  );
  if (problem?.status === 404)
    return html`<${Heading}>There is no such product<//>
      <p><a href="/admin/products">All products</a></p>`;
  if (problem)
    return html`<${Trouble}
      title="The product could not be shown."
      problem=${problem}
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${4} />`;
  return html`<p class="crumb"><a href="/admin/products">Products</a></p>
    <div class="page-head">
      <${Heading} title=${data.name}>${data.name}<//>
      <p class="actions">
        <code>${data.sku}</code>
        <a href=${`/products/${data.id}`}>In the shop</a>
      </p>
    </div>
    <div class="columns">
      <${FactsForm} product=${data} onProduct=${set} />
      <div>
        <${PictureOf} product=${data} onProduct=${set} />
        <${StockForm} product=${data} onProduct=${set} />
      </div>
    </div>`;
}

export function NewProductPage() {
  const currency = useCurrency();
  const [sku, setSku] = useState('');
  const [stock, setStock] = useState('0');
  const [facts, setFacts] = useState(
    /** @type {Facts} */ ({ name: '', category: '', price: '', description: '' }),
  );
  const [own, setOwn] = useState(/** @type {Record<string, string>} */ ({}));
  // One key as long as the form stands: an answer that was lost makes no second product.
  const [key] = useState(() => crypto.randomUUID());
  const { busy, problem, onSubmit } = useSending(async () => {
    setOwn(priceFault(facts.price, currency));
    const price = typedPrice(facts.price, currency);
    if (!price) return;
    const body = { sku: sku.trim(), ...facts, price, stock: Number(stock) };
    const headers = { 'Idempotency-Key': key };
    const made = /** @type {Product} */ (
      await change('POST', '/api/v1/products', { body, headers })
    );
    notify(`${made.name} is on sale.`);
    go(`/admin/products/${made.id}`, { replace: true });
  });
  const taken = problem?.code === 'already_exists';
  const wrong = wrongIn(taken ? null : problem, own);
  return html`<p class="crumb"><a href="/admin/products">Products</a></p>
    <${Heading}>New product<//>
    <form class="panel narrow-panel" onSubmit=${onSubmit}>
      <${FactFields}
        facts=${facts}
        onFacts=${(/** @type {Partial<Facts>} */ some) => setFacts({ ...facts, ...some })}
        currency=${currency}
        wrong=${wrong}
      />
      <div class="side-by-side">
        <${Field}
          label="Article"
          name="sku"
          value=${sku}
          onValue=${setSku}
          error=${taken ? 'Another product has this one.' : wrong('/sku')}
          hint="Your own number of it; it stays for ever."
          required
          maxlength=${64}
        />
        <${Field}
          label="Stock"
          name="stock"
          type="number"
          min="0"
          max="1000000000"
          step="1"
          value=${stock}
          onValue=${setStock}
          error=${wrong('/stock')}
          required
        />
      </div>
      ${!taken && html`<${Refused} problem=${problem} title="The product was not made." />`}
      <button class="action" disabled=${busy}>${busy ? 'One moment…' : 'Put on sale'}</button>
    </form>`;
}
