import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

/** The path of the link in a mail. */
const linkIn = (mail, path) => new RegExp(`${path}#token=[\\w%.~-]+`).exec(mail)[0];

async function registered() {
  const email = act.newAddress();
  await shop.ask('POST', '/auth/register', { email, password: act.password, name: 'Ada' });
  return email;
}

async function signInHere(page, email, password) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.locator('form.form').getByRole('button', { name: 'Sign in' }).click();
}

test('a guest’s cart is there after signing in, beside what was there before', async () => {
  const email = await registered();
  const first = await act.customer(browser, shop);
  await first.page.goto('/login');
  await signInHere(first.page, email, act.password);
  await first.page.getByRole('button', { name: 'Sign out' }).waitFor();
  await act.putIntoCart(first.page, 'Kite, swallow');
  await first.page.waitForLoadState('networkidle');
  await first.context.close();

  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Dominoes, double six');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInHere(page, email, act.password);

  await page.getByRole('button', { name: 'Cart 2 pieces' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Kite, swallow' }).waitFor();
  await page.getByRole('dialog').getByRole('link', { name: 'Dominoes, double six' }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem('cleave.cart_token')), null);
  await context.close();
});

test('a wrong password and a taken address are said at their fields', async () => {
  const email = await registered();
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/login');
  await signInHere(page, email, 'not the password');
  await page.getByText('do not belong together').waitFor();

  await page.getByRole('button', { name: 'New here' }).click();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(act.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('This address has an account').waitFor();
  await page.getByLabel('E-mail').fill(act.newAddress());
  await page.getByLabel('Password').fill('password123456');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.locator('.field.wrong').filter({ hasText: 'Password' }).waitFor();
  await context.close();
});

test('a forgotten password is set anew by the mailed link, once', async () => {
  const email = await registered();
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('a mail with a link is on its way').waitFor();
  const link = linkIn(await shop.mail(email, 'Set a new password'), '/reset');

  await page.goto(link);
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  await page.waitForURL((url) => url.search === '');
  await page.getByLabel('New password').fill('an entirely new phrase');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('Your new password is set').waitFor();
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
  await signInHere(page, email, 'an entirely new phrase');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();

  await page.goto(link);
  await page.getByLabel('New password').fill('yet another new phrase');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('used before or is too old').waitFor();
  await context.close();
});

test('the link in the welcome mail confirms the address', async () => {
  const email = await registered();
  const link = linkIn(await shop.mail(email, 'confirm your address'), '/verify');
  const { page, context } = await act.customer(browser, shop);
  await page.goto(link);
  await page.getByText('the address is yours').waitFor();
  const { access_token } = await shop.ask('POST', '/auth/login', { email, password: act.password });
  assert.equal((await shop.ask('GET', '/me', null, access_token)).email_verified, true);

  await page.goto('/verify');
  await page.getByText('the link was not whole').waitFor();
  await context.close();
});

test('a link to sign in leads back to where one was, and nowhere outside the shop', async () => {
  const email = await registered();
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/?category=Toys');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInHere(page, email, act.password);
  await page.getByRole('heading', { level: 1, name: 'Toys' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();

  for (const next of ['//example.com/', '/\\example.com', 'https://example.com']) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await signInHere(page, email, act.password);
    await page.getByRole('heading', { level: 1, name: 'Everything in the shop' }).waitFor();
    assert.equal(new URL(page.url()).origin, shop.url);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  }
  await context.close();
});

test('orders of others are not shown, and a stranger is asked to sign in', async () => {
  const { page, context } = await act.customer(browser, shop);
  await act.atCheckout(page);
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const { pathname } = new URL(page.url());
  await context.close();

  const other = await act.customer(browser, shop);
  await other.page.goto(pathname);
  await other.page.getByRole('heading', { name: 'Please sign in' }).waitFor();
  await other.page.getByRole('button', { name: 'New here' }).click();
  await act.registerHere(other.page, act.newAddress());
  await other.page.getByRole('heading', { name: 'There is no such order' }).waitFor();
  await other.context.close();
});
