// What administrators do in the office.
import { admin } from './shop.js';

/** Signs in where one is asked to. */
export async function signIn(page, who = admin) {
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** An administrator who stands in a section of the office. */
export async function open(page, section = 'products') {
  await page.goto(`/admin/${section}`);
  await signIn(page);
  await page.getByRole('navigation', { name: 'Sections' }).waitFor();
}

export const search = (page, text) => page.getByRole('searchbox').fill(text);

/** Goes to a product by its name. */
export async function toProduct(page, name) {
  await page.goto('/admin/products');
  await search(page, name);
  await page.getByRole('cell', { name }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** A file as the file field takes it. */
export const file = (name, mimeType, content) => ({
  name,
  mimeType,
  buffer: Buffer.isBuffer(content) ? content : Buffer.from(content),
});

/** A real PNG: how a part of this page looks. */
export const pngOf = (page, selector) => page.locator(selector).first().screenshot();

/** A PNG of that many pixels, all of them clear. */
export async function pngSized(page, width, height) {
  const url = await page.evaluate(
    (size) => Object.assign(document.createElement('canvas'), size).toDataURL('image/png'),
    { width, height },
  );
  return Buffer.from(url.split(',')[1], 'base64');
}

/**
 * The shop says that the login is too long ago for these requests, until somebody logs in again:
 * the least age that can be set is a minute.
 */
export async function tooLongAgo(page, path) {
  let recent = false;
  page.on('response', (response) => {
    if (response.url().endsWith('/auth/login') && response.ok()) recent = true;
  });
  await page.route(path, (route) => {
    if (recent) return route.continue();
    const detail = 'your login is too long ago for this; log in again';
    const problem = { title: 'Unauthorized', status: 401, code: 'unauthenticated', detail };
    return route.fulfill({ status: 401, json: { ...problem, trace_id: '', errors: [] } });
  });
}

export const csv = (...lines) =>
  ['sku,name,description,category,price,currency,stock', ...lines].join('\n');
