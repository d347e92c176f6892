// What the tests of a file need first: a shop with the demo's goods, and a browser.
import { after, before } from 'node:test';
import { openBrowser } from './browser.js';
import { openShop } from './shop.js';

/**
 * Both are opened before the file's tests and closed after them.
 * @param {(it: { shop: any, browser: any }) => void} ready  is handed them
 */
export function stage(ready) {
  const it = {};
  before(async () => {
    it.shop = await openShop();
    it.browser = await openBrowser();
    ready(it);
  });
  after(async () => {
    await it.browser?.close();
    await it.shop?.close();
  });
}
