// Signing in and registering, as a page and inside the checkout.
import { toProblem } from '../shared/http.js';
import { html, useState } from '../shared/html.js';
import { go, place } from '../shared/router.js';
import { register, session, signIn } from '../shared/session.js';
import { useStore } from '../shared/store.js';
import { Field, Heading, Trouble } from './parts.js';

/** @import { Problem } from '../shared/http.js' */

export const passwordMin = 10;

/**
 * Sends a form once at a time and keeps what came of it.
 * @param {() => Promise<void>} send
 * @returns {{ busy: boolean, problem: Problem | null, onSubmit: (event: Event) => void }}
 */
export function useSending(send) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    send()
      .catch((error) => setProblem(toProblem(error)))
      .finally(() => setBusy(false));
  };
  return { busy, problem, onSubmit };
}

/** @param {{ problem: Problem | null, title: string }} props */
function Refusal({ problem, title }) {
  if (!problem || problem.errors.length > 0) return null; // each is said at its field
  return html`<${Trouble} title=${title} problem=${problem} />`;
}

/** @param {{ done: () => void, email?: string, fixed?: boolean }} props */
export function SignInForm({ done, email: known = '', fixed = false }) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { busy, problem, onSubmit } = useSending(async () => {
    await signIn(email.trim(), password);
    done();
  });
  const wrong = problem?.status === 401;
  return html`<form class="form" onSubmit=${onSubmit}>
    <${Field}
      label="E-mail"
      name="email"
      type="email"
      autocomplete="username"
      value=${email}
      onValue=${setEmail}
      required
      readonly=${fixed}
    />
    <${Field}
      label="Password"
      name="password"
      type="password"
      autocomplete="current-password"
      value=${password}
      onValue=${setPassword}
      error=${wrong ? 'Address and password do not belong together.' : ''}
      required
  />
    ${!wrong && html`<${Refusal} problem=${problem} title="You could not be signed in." />`}
    <button class="action" disabled=${busy}>${busy ? 'Signing in…' : 'Sign in'}</button>
    <p><a href="/forgot">Forgot your password?</a></p>
  </form>`;
}

/** @param {{ done: () => void }} props */
export function RegisterForm({ done }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, onSubmit } = useSending(async () => {
    await register({ name: name.trim(), email: email.trim(), password });
    done();
  });
  const taken = problem?.code === 'already_exists';
  return html`<form class="form" onSubmit=${onSubmit}>
    <${Field}
      label="Your name"
      name="name"
      autocomplete="name"
      value=${name}
      onValue=${setName}
      error=${problem?.at('/name')}
      required
      maxlength=${200}
    />
    <${Field}
      label="E-mail"
      name="email"
      type="email"
      autocomplete="username"
      value=${email}
      onValue=${setEmail}
      error=${taken ? 'This address has an account: sign in instead.' : problem?.at('/email')}
      required
  />
    <${Field}
      label="Password"
      name="password"
      type="password"
      autocomplete="new-password"
      value=${password}
      onValue=${setPassword}
      error=${problem?.at('/password')}
      hint=${`At least ${passwordMin} characters; a few words do well.`}
      required
      minlength=${passwordMin}
  />
    ${!taken && html`<${Refusal} problem=${problem} title="The account was not made." />`}
    <button class="action" disabled=${busy}>${busy ? 'One moment…' : 'Create account'}</button>
  </form>`;
}

/**
 * Both forms, one at a time.
 * @param {{ done: () => void, first?: 'in' | 'new' }} props
 */
export function SignInOrRegister({ done, first = 'in' }) {
  const [which, setWhich] = useState(first);
  const choice = (/** @type {'in' | 'new'} */ value, /** @type {string} */ text) => html`<button
    type="button"
    class="tab"
    aria-pressed=${which === value}
    onClick=${() => setWhich(value)}
  >
    ${text}
  </button>`;
  return html`<div class="tabs">${choice('in', 'Sign in')}${choice('new', 'New here')}</div>
    ${
      which === 'in'
        ? html`<${SignInForm} key="in" done=${done} />`
        : html`<${RegisterForm} key="new" done=${done} />`
    }`;
}

/** Only to pages of the shop: a link must not lead elsewhere. */
function nextPlace() {
  const next = place.get().query.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

/** @param {{ first: 'in' | 'new' }} props */
export function SignInPage({ first }) {
  const { state, account } = useStore(session);
  if (state === 'user')
    return html`<section class="narrow">
      <${Heading}>You are signed in<//>
      <p>As ${account?.name} (${account?.email}).</p>
      <p><a href="/orders">Your orders</a></p>
    </section>`;
  return html`<section class="narrow">
    <${Heading}>${first === 'in' ? 'Sign in' : 'Create an account'}<//>
    <${SignInOrRegister} first=${first} done=${() => go(nextPlace(), { replace: true })} />
  </section>`;
}
