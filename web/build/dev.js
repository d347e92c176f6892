// For whoever changes the pages: serves them as they are on disk, and passes everything else on to
// a shop that runs.
//   node web/build/dev.js [--port 8081] [--shop http://127.0.0.1:8080]
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { makeAssets } from './assets.js';
import { guidePageAt, guidePath } from './guide.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8081' },
    shop: { type: 'string', default: 'http://127.0.0.1:8080' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const ofShop =
  /^\/(api|docs(?!\/guide)|openapi\.json|healthz|readyz|metrics|\.well-known)(\/|$|\?)/;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The document that shows what is at a path: that of its first segment, or else the shop. */
function pageAt(/** @type {string} */ url) {
  if (url.startsWith(guidePath)) return guidePageAt(url);
  const first = url.match(/^\/(admin|console)(?=[/?]|$)/);
  return first ? `${first[1]}.html` : 'index.html';
}

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
function passOn(request, response) {
  const { method, headers } = request;
  const asked = http.request(
    new URL(request.url ?? '/', values.shop),
    { method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  asked.on('error', (error) =>
    response.writeHead(502).end(`no shop at ${values.shop}: ${error.message}\n`),
  );
  request.pipe(asked);
}

const server = http.createServer((request, response) => {
  const url = request.url ?? '/';
  if (ofShop.test(url)) return passOn(request, response);
  try {
    const { pages, assets } = makeAssets(root);
    const asset = assets.get(url.replace(/^\/assets\//, ''));
    if (url.startsWith('/assets/') && !asset) return response.writeHead(404).end();
    response.setHeader('Content-Type', asset?.type ?? 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Encoding', 'gzip');
    const page = pages.get(pageAt(url));
    if (!asset && !page) response.statusCode = 404;
    response.end(gzipSync(asset?.text ?? page ?? pages.get('index.html') ?? ''));
  } catch (error) {
    response.writeHead(500).end(`${error}\n`);
  }
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`pages: http://127.0.0.1:${port}   shop: ${values.shop}`);
});
