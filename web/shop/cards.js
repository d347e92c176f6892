// Payment methods: tokens of the sandbox provider, which moves no money.
import { html } from '../shared/html.js';

export const sandboxCards = [
  { token: 'pm_card_visa', name: 'Visa', says: 'is accepted' },
  { token: 'pm_card_mastercard', name: 'Mastercard', says: 'is accepted' },
  { token: 'pm_card_visa_chargeDeclined', name: 'Visa', says: 'is declined' },
  {
    token: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    name: 'Visa',
    says: 'is declined for want of money',
  },
  { token: 'pm_sandbox_slow', name: 'Slow bank', says: 'takes two seconds' },
  {
    token: 'pm_sandbox_lost',
    name: 'Lost answer',
    says: 'is charged, but the bank’s answer gets lost',
  },
  { token: 'pm_sandbox_held', name: 'Held money', says: 'gives nothing back for ten minutes' },
];

/** @param {{ chosen: string, onChoose: (token: string) => void }} props */
export function Cards({ chosen, onChoose }) {
  return html`<fieldset class="cards">
    <legend class="hint">This is a sandbox: no money moves. Each card behaves as it says.</legend>
    ${sandboxCards.map(
      ({ token, name, says }) => html`<label class="card-choice" key=${token}>
        <input
          type="radio"
          name="payment_method"
          value=${token}
          checked=${chosen === token}
          onChange=${() => onChoose(token)}
      />
        <span>${name} <span class="hint">${says}</span></span>
      </label>`,
    )}
  </fieldset>`;
}
