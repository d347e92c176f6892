// The search field: suggestions while one types, chosen by mouse or arrow keys.
import { get } from '../shared/api.js';
import { money } from '../shared/format.js';
import { html, useEffect, useId, useRef, useState } from '../shared/html.js';
import { go, place, withQuery } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { Marked } from '../shared/parts.js';
import { Picture } from '../pictures/picture.js';
import { remember } from './known_products.js';

/** @import { Product } from '../shared/types.js' */

const restMs = 120; // typing rests so long before the shop is asked
const suggestionsMax = 6;
const queryMin = 2; // shorter prefixes are not searched

/** @param {string} text @param {boolean} typing @returns {Product[] | null} null: not known */
function useSuggestions(text, typing) {
  const [found, setFound] = useState(
    /** @type {{ text: string, items: Product[] } | null} */ (null),
  );
  const query = text.trim();
  useEffect(() => {
    if (!typing || query.length < queryMin) return setFound(null);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      get('/api/v1/products', { q: query, limit: suggestionsMax }, abort.signal).then(
        (page) => {
          remember(page.items);
          setFound({ text: query, items: page.items });
        },
        () => {}, // searching still works by Enter, and says what is wrong then
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, typing]);
  return typing && query.length >= queryMin ? (found?.items ?? null) : null;
}

export function Search() {
  const { query, path } = useStore(place);
  const [text, setText] = useState(query.get('q') ?? '');
  const [typing, setTyping] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const id = useId();
  const items = useSuggestions(text, typing);
  const open = items !== null;

  useEffect(() => setText(path === '/' ? (query.get('q') ?? '') : ''), [path, query.get('q')]);
  useEffect(() => setChosen(-1), [items]);

  const close = () => setTyping(false);
  const search = () => {
    close();
    go(withQuery({ q: text.trim() || null }, '/')); // in the category in view
  };
  const visit = (/** @type {Product} */ product) => {
    close();
    input.current?.blur();
    go(`/products/${product.id}`);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const size = items?.length ?? 0;
    if (event.key === 'Escape' && open) {
      event.preventDefault(); // which would empty the field too
      return close();
    }
    if (event.key === 'ArrowDown' && !typing) {
      event.preventDefault();
      return setTyping(true); // again, after Escape
    }
    if (size === 0 || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    setChosen((now) => ((now + 1 + step + size + 1) % (size + 1)) - 1);
  };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const product = items?.[chosen];
    if (product) visit(product);
    else search();
  };

  return html`<form class="search" role="search" onSubmit=${onSubmit}>
    <input
      ref=${input}
      type="search"
      name="q"
      placeholder="Search the shop"
      aria-label="Search the shop"
      autocomplete="off"
      maxlength="200"
      role="combobox"
      aria-expanded=${open}
      aria-controls=${`${id}-list`}
      aria-autocomplete="list"
      aria-activedescendant=${chosen >= 0 ? `${id}-${chosen}` : undefined}
      value=${text}
      onInput=${(/** @type {any} */ event) => {
        setText(event.currentTarget.value);
        setTyping(true);
      }}
      onKeyDown=${onKeyDown}
      onBlur=${close}
  />
    <div
      id=${`${id}-list`}
      class="suggestions"
      role="listbox"
      aria-label="Suggestions"
      hidden=${!open}>
      ${(items ?? []).map(
        (product, i) => html`<div
          key=${product.id}
          id=${`${id}-${i}`}
          class="suggestion"
          role="option"
          aria-selected=${i === chosen}
          onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()}
          onClick=${() => visit(product)}
        >
          <span class="thumb"><${Picture} name=${product.name} src=${product.picture} /></span>
          <span class="suggestion-name"><${Marked} text=${product.name} query=${text} /></span>
          <span class="number">${money(product.price)}</span>
        </div>`,
      )}
      ${
        items?.length === 0 &&
        html`<div class="suggestion none" role="option" aria-selected="false" aria-disabled="true">
        Nothing begins with “${text.trim()}”.
      </div>`
      }
    </div>
  </form>`;
}
