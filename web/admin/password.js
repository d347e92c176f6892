// Asks for the password again, over whatever is being done.
import { Problem } from '../shared/http.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { Field, Trouble } from '../shared/parts.js';
import { session, signIn } from '../shared/session.js';
import { useSending } from '../shared/sign_in_form.js';
import { useStore } from '../shared/store.js';
import { question } from './ask.js';

/** @param {{ email: string, answer: (signedIn: boolean) => void }} props */
function Question({ email, answer }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [password, setPassword] = useState('');
  const { busy, problem, onSubmit } = useSending(async () => {
    await signIn(email, password);
    answer(true);
  });
  useEffect(() => dialog.current?.showModal(), []);
  const wrong = problem instanceof Problem && problem.status === 401;
  return html`<dialog
    ref=${dialog}
    class="question"
    aria-labelledby="again-title"
    onClose=${() => answer(false)}
  >
    <form onSubmit=${onSubmit}>
      <h2 id="again-title">Your password, please</h2>
      <p>
        You signed in a while ago. To go on as ${email}, give your password again; what you were
        doing is kept.
      </p>
      <input
        class="unseen"
        tabindex="-1"
        aria-hidden="true"
        autocomplete="username"
        value=${email}
        readonly
    />
      <${Field}
        label="Password"
        name="password"
        type="password"
        autocomplete="current-password"
        value=${password}
        onValue=${setPassword}
        error=${wrong ? 'This is not your password.' : ''}
        autofocus
        required
    />
      ${
        problem &&
        !wrong &&
        html`<${Trouble} title="You could not be signed in." problem=${problem} />`
      }
      <p class="answers">
        <button class="action" disabled=${busy}>${busy ? 'One moment…' : 'Go on'}</button>
        <button type="button" class="quiet" onClick=${() => dialog.current?.close()}>
          Not now
        </button>
      </p>
    </form>
  </dialog>`;
}

export function PasswordQuestion() {
  const asked = useStore(question);
  const { account } = useStore(session);
  if (!asked || !account) return null;
  return html`<${Question} email=${account.email} answer=${asked.answer} />`;
}
