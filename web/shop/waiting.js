// What pages look like before they are there: the room that they will take.
import { html } from '../shared/html.js';
import { useWait, Waiting } from '../shared/parts.js';

export function WaitingList() {
  return html`<ul class="grid waiting" style=${useWait()} aria-hidden="true">
    ${Array.from(
      { length: 12 },
      (_, i) => html`<li class="card" key=${i}>
        <span class="frame"></span><span class="bar"></span><span class="bar short"></span>
      </li>`,
    )}
  </ul>`;
}

export function WaitingProduct() {
  return html`<div class="product waiting" style=${useWait()} aria-busy="true">
    <span class="frame"></span>
    <div class="product-text">
      <span class="bar"></span>
      <span class="bar tall"></span>
      <span class="bar short"></span>
      <span class="bar"></span>
    </div>
  </div>`;
}

/** A column of text, or of fields. */
export function WaitingColumn() {
  return html`<section class="narrow"><${Waiting} bars=${3} /></section>`;
}

/** The form, and what it comes to beside it. */
export function WaitingCheckout() {
  return html`<div class="checkout"><${Waiting} bars=${4} /><${Waiting} bars=${2} /></div>`;
}
