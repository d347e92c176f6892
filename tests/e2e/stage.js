// What the tests of a file need first: a shop with the demo's goods, and a browser.
import { after, before } from 'node:test';
import { openBrowser } from './browser.js';
import { openShop } from './shop.js';

/**
 * Both are opened before the file's tests and closed after them.
 * @param {(it: { shop: any, browser: any }) => void | Promise<void>} ready  is handed them
 * @param {Parameters<typeof openShop>} how
 */
export function stage(ready, ...how) {
  const it = {};
  before(async () => {
    it.shop = await openShop(...how);
    it.browser = await openBrowser();
    await ready(it);
  });
  after(async () => {
    await it.browser?.close();
    await it.shop?.close();
  });
}
