// Who is signed in. The access token lives in this module's memory and nowhere else; the refresh
// token is a cookie that no script can read, and only requests made here ask the shop to use it.
import { Problem, request } from './http.js';
import { makeStore } from './store.js';

/** @import { Account, Tokens } from './types.js' */

const byCookie = { 'Refresh-Token-In': 'cookie' };
const earlyMs = 30_000; // renewed so long before it ends
const channel = new BroadcastChannel('cleave.session');

// No secret: only whether asking for a session is worth a request.
const signedInSlot = 'cleave.signed_in';

/**
 * unknown: not asked yet; expired: was signed in until a moment ago, and `account` says as whom.
 * @typedef {{ state: 'unknown' | 'guest' | 'user' | 'expired', account: Account | null }} Session
 */

/** @type {import('./store.js').Store<Session>} */
export const session = makeStore({ state: 'unknown', account: null });

/** @type {{ token: string, endsAt: number } | null} */
let access = null;

/** @type {Promise<boolean> | null} the renewal under way */
let renewal = null;

/** @param {Tokens} tokens */
function keep(tokens) {
  access = { token: tokens.access_token, endsAt: Date.now() + tokens.expires_in * 1000 };
  localStorage.setItem(signedInSlot, '1');
}

function forget() {
  access = null;
  localStorage.removeItem(signedInSlot);
}

function becomeGuest() {
  forget();
  session.set({ state: 'guest', account: null });
}

/** @returns {Record<string, string>} */
function bearer() {
  return access ? { Authorization: `Bearer ${access.token}` } : {};
}

async function loadAccount() {
  const account = await request('GET', '/api/v1/me', { headers: bearer() });
  session.set({ state: 'user', account });
}

/** @param {() => Promise<boolean>} work @returns {Promise<boolean>} */
function oneTabAtATime(work) {
  return navigator.locks ? navigator.locks.request('cleave.refresh', work) : work();
}

// Each use spends the refresh token, and a second use of the same one would end the session: so
// the tabs, which share the cookie, take turns.
function spend() {
  return oneTabAtATime(async () => {
    try {
      keep(await request('POST', '/api/v1/auth/refresh', { headers: byCookie }));
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      forget();
      return false;
    }
  });
}

/**
 * Gets a new access token. False when the session has ended; whoever was signed in is `expired`
 * from then on.
 * @returns {Promise<boolean>}
 */
export function renew() {
  renewal ??= spend()
    .then((renewed) => {
      const { state, account } = session.get();
      if (!renewed && state === 'user') session.set({ state: 'expired', account });
      return renewed;
    })
    .finally(() => (renewal = null));
  return renewal;
}

/** Goes on as whoever signed in before, here or in another tab. */
export async function restore() {
  try {
    if (localStorage.getItem(signedInSlot) && (await spend())) return await loadAccount();
  } catch {
    // The shop is out of reach: the session is kept for the next time.
  }
  session.set({ state: 'guest', account: null });
}

channel.onmessage = ({ data }) => {
  const { state } = session.get();
  if (data === 'began' && state !== 'user') void restore();
  if (data === 'ended' && state !== 'guest') becomeGuest();
};

/** Until it is known whether somebody is signed in. */
export function settled() {
  if (session.get().state !== 'unknown') return Promise.resolve();
  return new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const stop = session.watch(() => {
      stop();
      resolve();
    });
  });
}

/**
 * Headers that say who asks: none for guests.
 * @returns {Promise<Record<string, string>>}
 */
export async function credentials() {
  await settled();
  if (access && Date.now() > access.endsAt - earlyMs) await renew();
  return bearer();
}

/** @param {string} email @param {string} password */
export async function signIn(email, password) {
  const body = { email, password };
  keep(await request('POST', '/api/v1/auth/login', { body, headers: byCookie }));
  await loadAccount();
  channel.postMessage('began');
}

/**
 * Creates an account and signs in.
 * @param {{ email: string, password: string, name: string }} who
 */
export async function register(who) {
  await request('POST', '/api/v1/auth/register', { body: who });
  await signIn(who.email, who.password);
}

/** Ends the session, in all tabs and in the shop. */
export async function signOut() {
  becomeGuest();
  channel.postMessage('ended');
  await request('POST', '/api/v1/auth/logout', { headers: byCookie });
}
