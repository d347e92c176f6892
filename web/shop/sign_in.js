// Signing in and registering, as a page and inside the checkout.
import { html, useState } from '../shared/html.js';
import { go, place } from '../shared/router.js';
import { register, session } from '../shared/session.js';
import { useStore } from '../shared/store.js';
import { Field, Heading } from '../shared/parts.js';
import { Refusal, SignInForm, useSending } from '../shared/sign_in_form.js';

export const passwordMin = 10;

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
