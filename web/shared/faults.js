// What the shop finds wrong with a value, in people's words.

/** What a field is called where its own name would not do. @type {Record<string, string>} */
const called = {
  city: 'The town',
  content: 'The file',
  email: 'The e-mail address',
  line1: 'The street',
  line2: 'The second line of the address',
  password: 'This password',
  payment_method: 'The card',
  postal_code: 'The postcode',
  sku: 'The article',
};

/** @param {string} pointer such as "/shipping_address/city", or "/events/3" */
function subjectOf(pointer) {
  const [, name = 'request', item] = /([a-z]\w*)(\/\d+)?$/.exec(pointer) ?? [];
  const words = name.replaceAll('_', ' ');
  return item ? `One of the ${words}` : (called[name] ?? `The ${words}`);
}

/**
 * @param {{ pointer: string, detail: string }} fault as the API says it: the detail is mostly what
 *   goes on after the field's name, and counts bytes
 * @returns {string} a sentence
 */
export function faultWords({ pointer, detail }) {
  const subject = subjectOf(pointer);
  const [, least, most, bytes, was] =
    /^must be (-?\d+) to (-?\d+)( bytes long)?, not (-?\d+)$/.exec(detail) ?? [];
  if (!detail) return `${subject} is not right.`;
  if (detail === 'must not be blank' || (bytes && was === '0')) return `${subject} is missing.`;
  if (bytes && Number(was) < Number(least)) return `At least ${least} letters, please.`;
  if (bytes) return `At most ${most} letters, fewer with accents.`;
  if (least) return `${subject} can be ${least} to ${most}.`;
  const goesOn = /^(is|are|was|must|has|does|says|belongs|breaks)\b/.test(detail);
  const sentence = goesOn ? `${subject} ${detail}` : detail[0].toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
