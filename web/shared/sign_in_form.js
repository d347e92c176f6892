// Sending a form, and the one by which somebody signs in.
import { toProblem } from './http.js';
import { html, useState } from './html.js';
import { Field, Trouble } from './parts.js';
import { signIn } from './session.js';

/** @import { Problem } from './http.js' */

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
export function Refusal({ problem, title }) {
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
