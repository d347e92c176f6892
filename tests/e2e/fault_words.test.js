// What the shop finds wrong, said to people: without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../web/shared/http.js';

const said = (pointer, detail) => {
  const body = { status: 400, code: 'invalid_argument', detail: 'a value is out of bounds' };
  return new Problem({ ...body, errors: [{ pointer, detail }] }).at(pointer);
};

test('a fault is a sentence with a subject, and speaks of letters', () => {
  const city = '/shipping_address/city';
  assert.equal(
    said(city, 'must be 1 to 100 bytes long, not 200'),
    'At most 100 letters, fewer with accents.',
  );
  assert.equal(said('/name', 'must be 1 to 200 bytes long, not 0'), 'The name is missing.');
  assert.equal(said(city, 'must not be blank'), 'The town is missing.');
  assert.equal(
    said('/password', 'must be 10 to 200 bytes long, not 4'),
    'At least 10 letters, please.',
  );
  assert.equal(
    said('/password', 'is among the first that anybody tries; several words make a good one'),
    'This password is among the first that anybody tries; several words make a good one.',
  );
  assert.equal(said('/quantity', 'must be 1 to 100000, not 0'), 'The quantity can be 1 to 100000.');
  assert.equal(said('/payment_method', 'unknown payment method'), 'Unknown payment method.');
  assert.equal(said('', 'must be an object'), 'The request must be an object.');
  assert.equal(said('/events/3', 'is no event'), 'One of the events is no event.');
  assert.equal(said('/email', ''), 'The e-mail address is not right.');
});

test('of several faults the first is said, and without any what happened', () => {
  const body = { status: 409, code: 'conflict', detail: 'This cart was ordered already.' };
  assert.equal(new Problem(body).said, 'This cart was ordered already.');
  const errors = [
    { pointer: '/content', detail: 'breaks off: the file is not whole' },
    { pointer: '/name', detail: 'is not a name' },
  ];
  assert.equal(
    new Problem({ ...body, errors }).said,
    'The file breaks off: the file is not whole.',
  );
});
