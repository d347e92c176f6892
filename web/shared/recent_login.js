// What only somebody may do who gave his password lately: the shop refuses, the page asks for the
// password, and what was wanted goes on.
import { Problem } from './http.js';
import { html, useEffect, useRef } from './html.js';
import { session } from './session.js';
import { SignInForm } from './sign_in_form.js';
import { makeStore, useStore } from './store.js';

/** @typedef {{ proceed: (signedIn: boolean) => void }} Asking */

const asking = makeStore(/** @type {Asking | null} */ (null));

/** @returns {Promise<boolean>} whether somebody has signed in */
function askForPassword() {
  return new Promise((resolve) => {
    const proceed = (/** @type {boolean} */ signedIn) => {
      asking.set(null);
      resolve(signedIn);
    };
    asking.set({ proceed });
  });
}

/**
 * Does it, and once more after a login when the last one was too long ago.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withRecentLogin(work) {
  try {
    return await work();
  } catch (error) {
    const isLogin = error instanceof Problem && error.status === 401;
    if (!isLogin || !(await askForPassword())) throw error;
    return work();
  }
}

/** The dialog, drawn once in the frame of a page. */
export function RecentLogin() {
  const now = useStore(asking);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    if (now) dialog.current?.showModal();
  }, [now]);
  if (!now) return null;
  const { account } = session.get();
  return html`<dialog
    ref=${dialog}
    class="asking"
    aria-labelledby="asking-title"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      now.proceed(false);
    }}
  >
    <h2 id="asking-title">Your password, once more</h2>
    <p class="hint">Your login is some time ago, and this changes something.</p>
    <${SignInForm}
      done=${() => now.proceed(true)}
      email=${account?.email ?? ''}
      fixed=${Boolean(account)}
    />
    <button type="button" class="quiet" onClick=${() => now.proceed(false)}>Leave it</button>
  </dialog>`;
}
