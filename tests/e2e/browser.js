// A browser, and what customers do in it.
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { patienceMs } from './shop.js';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
export const shots = fileURLToPath(new URL('../../build/e2e', import.meta.url));
mkdirSync(shots, { recursive: true });

/** @param {object} how options of its launch */
export function openBrowser(how = {}) {
  const executablePath = candidates.find((file) => file && existsSync(file));
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, ...how });
}

/** What a page may not say: errors of scripts, and refusals by its policy. */
const harmless = /Failed to load resource/; // the browser's own line for 4xx, which tests provoke

/**
 * A customer with a browser of his own. `faults` is what his pages complained of.
 * @param {object} how options of the context
 */
export async function customer(browser, shop, how = {}) {
  const context = await browser.newContext({
    baseURL: shop.url,
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    ...how,
  });
  context.setDefaultTimeout(patienceMs);
  const faults = [];
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !harmless.test(message.text())) faults.push(message.text());
  });
  return { context, faults, page: await context.newPage() };
}

let last = 0;
export const password = 'correct horse battery';
export const newAddress = () => `customer-${process.pid}-${++last}@example.com`;

/** Goes to the product of that name by the search field. */
export async function find(page, name) {
  const field = page.getByRole('combobox', { name: 'Search the shop' });
  await field.fill(name);
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export async function putIntoCart(page, name) {
  await find(page, name);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('dialog', { name: 'Your cart' }).getByRole('link', { name }).waitFor();
}

/** From the open drawer to the checkout. */
export async function toCheckout(page) {
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await page.getByRole('heading', { name: 'Checkout' }).waitFor();
}

/** At the checkout, or wherever one is asked to sign in. */
export async function registerHere(page, email) {
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export async function fillAddress(page) {
  await page.getByLabel('Name', { exact: true }).fill('Grace Hopper');
  await page.getByLabel('Street and number').fill('1 High Street');
  await page.getByLabel('Postcode').fill('YO1 1AA');
  await page.getByLabel('Town').fill('York');
}

export const choose = (page, card) => page.locator(`input[value="${card}"]`).check();
export const orderButton = (page) => page.getByRole('button', { name: /^Order for/ });

/** A customer who is signed in and stands at the checkout with one thing in the cart. */
export async function atCheckout(page, name = 'Stoneware mug, oatmeal', email = newAddress()) {
  await page.goto('/');
  await putIntoCart(page, name);
  await toCheckout(page);
  await registerHere(page, email);
  await fillAddress(page);
  return email;
}
