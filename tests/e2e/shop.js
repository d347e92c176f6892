// A shop of its own for each file of tests: the executable, the demo goods, an empty till.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.CLEAVE_BINARY ?? path.join(source, 'build/cleave');
const patience = Number(process.env.CLEAVE_TEST_PATIENCE ?? 1);
export const patienceMs = 20_000 * patience;

/** What was printed, until it names an address. */
function addressOf(child, pattern) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const look = (chunk) => {
      printed += chunk;
      const found = pattern.exec(printed);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', (code) =>
      reject(new Error(`ended with ${code} before it listened:\n${printed}`)),
    );
  });
}

/** Of a shop that was opened with one. */
export const admin = { email: 'admin@shop.example', password: 'seven green bottles' };

/** As many ports that nobody listens at now. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers)
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

/** The modules that share a process, as config/NAME.toml has it. */
const layouts = {
  split: [['AUTH'], ['CATALOG'], ['CART'], ['ORDER'], ['PAYMENT'], ['NOTIFICATION']],
  grouped: [['AUTH'], ['CATALOG'], ['CART', 'ORDER'], ['PAYMENT', 'NOTIFICATION']],
};

/** Settings that let each process of a layout listen where nobody else does. */
async function addressesOf(layout) {
  const [gateway, ...ports] = await freePorts(layouts[layout].length + 1);
  const places = layouts[layout].flatMap((modules, i) =>
    modules.map((name) => [`CLEAVE_MODULES_${name}`, `http://127.0.0.1:${ports[i]}`]),
  );
  return { CLEAVE_GATEWAY_LISTEN: `http://127.0.0.1:${gateway}`, ...Object.fromEntries(places) };
}

/**
 * `settings`: of this shop, as environment variables. `withAdmin`: it has the administrator above.
 * `layout`: monolith, split (a process for each module) or grouped. With CLEAVE_E2E_PAGES=disk the
 * pages are those on disk (web/build/dev.js) instead of those in the executable.
 */
export async function openShop(settings = {}, { withAdmin = false, layout = 'monolith' } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cleave-e2e-'));
  const split = layout === 'monolith' ? {} : await addressesOf(layout);
  const stopped = { ...process.env, CLEAVE_STORAGE_DIRECTORY: folder };
  const env = { ...stopped, CLEAVE_GATEWAY_LISTEN: 'http://127.0.0.1:0', ...split, ...settings };
  const goods = path.join(source, 'demo/products.csv');
  const once = (args, input = '') =>
    execFileSync(binary, [...args, '--config', 'monolith'], { env: stopped, stdio: 'pipe', input });
  once(['import', goods]);
  if (withAdmin) once(['admin', 'create', admin.email], `${admin.password}\n`);
  const children = [
    layout === 'monolith'
      ? spawn(binary, ['serve'], { env })
      : spawn(binary, ['up', '--config', layout], { env }),
  ];
  const shop =
    split.CLEAVE_GATEWAY_LISTEN ?? (await addressOf(children[0], /(http:\/\/127\.0\.0\.1:\d+)/));
  let url = shop;
  if (process.env.CLEAVE_E2E_PAGES === 'disk') {
    const dev = path.join(source, 'web/build/dev.js');
    children.push(spawn('node', [dev, '--port', '0', '--shop', shop]));
    url = await addressOf(children[1], /pages: (http:\/\/127\.0\.0\.1:\d+)/);
  }
  await until(async () => (await fetch(`${shop}/readyz`)).ok);
  return {
    url,
    /** The API, asked from outside the browser. */
    async ask(method, target, body, token) {
      const response = await fetch(`${shop}/api/v1${target}`, {
        method,
        headers: {
          ...(body ? { 'Content-Type': 'application/json' } : {}),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        body: body && JSON.stringify(body),
      });
      return response.status === 204 ? null : response.json();
    },
    /** The newest mail to an address with these words in its subject, once it is there. */
    mail(to, subject) {
      return until(() => {
        const mails = path.join(folder, 'mail');
        const all = readdirSync(mails).filter((name) => name.endsWith('.eml'));
        const texts = all.sort().map((name) => readFileSync(path.join(mails, name), 'utf8'));
        const mine = texts.filter((text) => text.includes(`<${to}>`) && text.includes(subject));
        return mine.at(-1)?.replaceAll('=\r\n', '').replaceAll('=\n', '').replaceAll('=3D', '=');
      });
    },
    async close() {
      for (const child of children.reverse()) {
        const ended = new Promise((resolve) => child.on('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks again until there is something, and gives that. */
export async function until(look) {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`still not so: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
