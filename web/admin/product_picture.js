// The picture of a product: shown, replaced by a file, taken away.
import { toProblem } from '../shared/http.js';
import { html, useId, useState } from '../shared/html.js';
import { notify } from '../shared/notices.js';
import { Trouble } from '../shared/parts.js';
import { Picture } from '../pictures/picture.js';
import { change } from './ask.js';

/** @import { Product } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

const bytesMax = 512 * 1024; // as the shop has it
const types = ['image/png', 'image/jpeg', 'image/webp'];

/** What the browser cannot show here, it can show nowhere. @param {File} file */
async function isShown(file) {
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}

/** @param {File} file @returns {Promise<string>} why it cannot be taken; empty when it can */
async function faultOf(file) {
  if (!types.includes(file.type)) return `${file.name} is no PNG, JPEG or WebP.`;
  if (file.size > bytesMax)
    return `${file.name} has ${Math.ceil(file.size / 1024)} KB; 512 KB are the most.`;
  return (await isShown(file)) ? '' : `${file.name} cannot be read as a picture.`;
}

/** @param {{ product: Product, onProduct: (product: Product) => void }} props */
export function PictureOf({ product, onProduct }) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const path = `/api/v1/products/${product.id}/picture`;
  const send = (/** @type {Promise<Product>} */ sent, /** @type {string} */ said) => {
    setBusy(true);
    setProblem(null);
    sent
      .then((saved) => {
        onProduct(saved);
        notify(said);
      })
      .catch((error) => setProblem(toProblem(error)))
      .finally(() => setBusy(false));
  };
  const onFile = async (/** @type {any} */ event) => {
    const input = event.currentTarget;
    const file = /** @type {File | undefined} */ (input.files?.[0]);
    input.value = ''; // the same file may be chosen again
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    const found = await faultOf(file);
    setBusy(false);
    setFault(found);
    if (!found) send(change('PUT', path, { file }), 'The picture is shown from now on.');
  };
  return html`<section class="panel" aria-label="Picture" aria-busy=${busy}>
    <h2>Picture</h2>
    <span class="frame"><${Picture} name=${product.name} src=${product.picture} /></span>
    <p class=${fault ? 'field wrong' : 'field'}>
      <label for=${id}>${product.picture ? 'Another picture' : 'A picture of it'}</label>
      <input
        id=${id}
        type="file"
        accept=${types.join(',')}
        disabled=${busy}
        onChange=${onFile}
        aria-describedby=${`${id}-said`}
    />
      <span
        id=${`${id}-said`}
        class=${fault ? 'error' : 'hint'}
        role=${fault ? 'alert' : undefined}
      >
        ${fault || 'PNG, JPEG or WebP, 512 KB at most. Square ones fit best.'}
      </span>
    </p>
    ${problem && html`<${Trouble} title="The picture stays as it was." problem=${problem} />`}
    ${
      product.picture
        ? html`<button
          type="button"
          class="quiet"
          disabled=${busy}
          onClick=${() => send(change('DELETE', path), 'The picture is gone.')}
        >
          Remove it
        </button>`
        : html`<p class="hint">Until then the shop draws one from its name.</p>`
    }
  </section>`;
}
