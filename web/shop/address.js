// Where goods are sent.
import { land } from '../shared/format.js';
import { html, useMemo } from '../shared/html.js';
import { Field } from '../shared/parts.js';

/** @import { Address } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

// ISO 3166-1 alpha-2; the browser knows their names.
const codes =
  'AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KR LI LT LU LV MT NL NO NZ ' +
  'PL PT RO SE SG SI SK US';

/** @returns {Address} */
export function emptyAddress() {
  const region = new Intl.Locale(navigator.language).region ?? 'GB';
  return {
    name: '',
    line1: '',
    line2: '',
    city: '',
    postal_code: '',
    country: codes.includes(region) ? region : 'GB',
  };
}

function countries() {
  return codes
    .split(' ')
    .map((code) => ({ code, name: land(code) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param {{ address: Address, onAddress: (address: Address) => void, problem: Problem | null }}
 *   props
 */
export function AddressFields({ address, onAddress, problem }) {
  const all = useMemo(countries, []);
  const field = (
    /** @type {keyof Address} */ name,
    /** @type {string} */ label,
    /** @type {string} */ autocomplete,
    maxlength = 200,
    required = true,
  ) => html`<${Field}
    label=${label}
    name=${name}
    autocomplete=${`shipping ${autocomplete}`}
    value=${address[name] ?? ''}
    onValue=${(/** @type {string} */ value) => onAddress({ ...address, [name]: value })}
    error=${problem?.at(`/shipping_address/${name}`)}
    required=${required}
    maxlength=${maxlength}
  />`;
  const wrongCountry = problem?.at('/shipping_address/country');
  return html`<div class="address">
    ${field('name', 'Name', 'name')} ${field('line1', 'Street and number', 'address-line1')}
    ${field('line2', 'Flat, floor or building (optional)', 'address-line2', 200, false)}
    <div class="side-by-side">
      ${field('postal_code', 'Postcode', 'postal-code', 20)}
      ${field('city', 'Town', 'address-level2', 100)}
    </div>
    <p class=${wrongCountry ? 'field wrong' : 'field'}>
      <label for="country">Country</label>
      <select
        id="country"
        name="country"
        autocomplete="shipping country"
        value=${address.country}
        onChange=${(/** @type {any} */ event) =>
          onAddress({ ...address, country: event.currentTarget.value })}
      >
        ${all.map(({ code, name }) => html`<option value=${code}>${name}</option>`)}
      </select>
      ${wrongCountry && html`<span class="error">${wrongCountry}</span>`}
    </p>
  </div>`;
}
