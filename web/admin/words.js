// What the shop's states are called here.

/** @type {Record<string, string>} */
export const orderWords = {
  pending: 'Placed',
  reserved: 'Set aside',
  paid: 'Paid',
  confirmed: 'Confirmed',
  failed: 'Not completed',
  cancelling: 'Being cancelled',
  cancelled: 'Cancelled',
};

/** @type {Record<string, string>} */
export const paymentWords = {
  pending: 'Not known yet',
  captured: 'Paid',
  declined: 'Declined',
  failed: 'Never charged',
  refunded: 'Given back',
  owed: 'Owed: the bank refuses to give it back, and is asked again',
};

/** @type {Record<string, string>} */
export const failureWords = {
  declined: 'The card was declined.',
  out_of_stock: 'Something was sold out.',
  reservation_gone: 'The payment took longer than the goods could be held.',
  abandoned: 'It was not paid in time.',
};

/** @type {Record<string, string>} */
export const mailWords = { queued: 'Waits', delivered: 'Delivered', dead: 'Given up' };

/** Which way a state goes, for its colour. @type {Record<string, string>} */
export const tones = {
  confirmed: 'good',
  captured: 'good',
  delivered: 'good',
  failed: 'bad',
  declined: 'bad',
  owed: 'bad',
  dead: 'bad',
};
