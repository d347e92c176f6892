// Why an order stands although somebody wanted to cancel it, what is safe, what to do.
import { html } from '../shared/html.js';
import { Trouble } from '../shared/parts.js';

/** @import { Problem } from '../shared/http.js' */

/** @param {{ problem: Problem }} props */
export function NotCancelled({ problem }) {
  // The order is looked at anew before this is said, and stands: the bank refused.
  if (problem.status === 409)
    return html`<div class="trouble" role="alert">
      <p class="trouble-title">The order is not cancelled.</p>
      <p>
        The bank does not give the money back now, so the order stands: your goods are still yours.
        Try again later.
      </p>
    </div>`;
  if (problem.isOpen)
    return html`<${Trouble}
      title="It is not known whether the order is cancelled."
      problem=${problem}
      safe="Cancel it again: your money goes back once, however often you ask."
    />`;
  return html`<${Trouble}
    title="The order is not cancelled."
    problem=${problem}
    safe="Nothing about it has changed. Try again later."
  />`;
}
