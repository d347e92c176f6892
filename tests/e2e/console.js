// What administrators do at the console.
import { admin } from './shop.js';

/** Somebody who is signed in and stands at a view of the console. */
export async function open(page, view = '') {
  await page.goto(`/console${view}`);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export const heading = (page, name) => page.getByRole('heading', { level: 1, name });

/** By the links at the top, as people do. */
export async function goTo(page, name) {
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name, exact: true }).click();
  await heading(page, name).waitFor();
}

/** Buys by the button of the trace view and waits until its trace is drawn. */
export async function buy(page) {
  await goTo(page, 'Trace');
  await page.getByRole('button', { name: 'Buy something' }).click();
  await page.getByText(/^confirmed, in/).waitFor();
  await page.locator('.waterfall').waitFor();
}

/** Puts in what happens to every message to a module, by the code that it is refused with. */
export async function refuse(page, module, code) {
  await goTo(page, 'Faults');
  await page.getByLabel('Messages to').selectOption(module);
  await page.getByLabel('What happens to it').selectOption('error');
  await page.getByLabel('Code').selectOption(code);
  await page.getByRole('button', { name: 'Put in' }).click();
  await page.getByRole('cell', { name: `every message: refused: ${code}` }).waitFor();
}

/** The same for messages that are never answered. */
export async function drop(page, module) {
  await goTo(page, 'Faults');
  await page.getByLabel('Messages to').selectOption(module);
  await page.getByLabel('What happens to it').selectOption('drop');
  await page.getByRole('button', { name: 'Put in' }).click();
  await page.getByRole('cell', { name: 'every message: never answered' }).waitFor();
}

export async function takeAllOut(page) {
  await goTo(page, 'Faults');
  await page.getByRole('button', { name: 'Take all out' }).click();
  await page.getByText('Nothing goes wrong on purpose.').waitFor();
}

/** What was bought last, as administrators see it. */
export async function newestOrder(shop) {
  const { access_token } = await shop.ask('POST', '/auth/login', admin);
  const { items } = await shop.ask('GET', '/admin/orders?limit=1', undefined, access_token);
  return items[0];
}

/** Takes away what an earlier look at charges has left: whoever looks now waits for a new one. */
export async function takeCharges(shop) {
  const { access_token } = await shop.ask('POST', '/auth/login', admin);
  for (const name of ['payment.Charge', 'payment.CheckMethod']) {
    const target = `/admin/messages/${name}/next?caller=order&callee=payment`;
    await shop.ask('GET', target, undefined, access_token);
  }
}
