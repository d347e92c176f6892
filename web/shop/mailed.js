// What one comes to by a mail: a new password, a verified address. And the way to such a mail.
import { request, toProblem } from '../shared/http.js';
import { html, useEffect, useLayoutEffect, useState } from '../shared/html.js';
import { Field, Heading, Trouble } from '../shared/parts.js';
import { useSending } from '../shared/sign_in_form.js';
import { passwordMin } from './sign_in.js';

/** @import { Problem } from '../shared/http.js' */

// The token opens an account for an hour: it stands behind the '#', which no browser sends, and
// does not stay in the address bar.
function useToken() {
  const [token] = useState(() => {
    const said = new URLSearchParams(window.location.hash.slice(1));
    return said.get('token') ?? '';
  });
  useLayoutEffect(() => {
    if (token) window.history.replaceState({}, '', window.location.pathname);
  }, []);
  return token;
}

export function ForgotPage() {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, problem, onSubmit } = useSending(async () => {
    await request('POST', '/api/v1/auth/password/forgot', { body: { email: email.trim() } });
    setSent(true);
  });
  return html`<section class="narrow">
    <${Heading}>Forgot your password?<//>
    ${
      sent
        ? html`<p role="status">
          If ${email.trim()} has an account here, a mail with a link is on its way. The link works
          once.
        </p>`
        : html`<form class="form" onSubmit=${onSubmit}>
          <p>Say your address; you get a link by mail to set a new one.</p>
          <${Field}
            label="E-mail"
            name="email"
            type="email"
            autocomplete="username"
            value=${email}
            onValue=${setEmail}
            error=${problem?.at('/email')}
            required
          />
          ${problem && html`<${Trouble} title="No mail was sent." problem=${problem} />`}
          <button class="action" disabled=${busy}>Send the link</button>
        </form>`
    }
  </section>`;
}

function MissingToken() {
  return html`<p>
    This page is reached by the link in a mail, and the link was not whole. Copy all of it, or${' '}
    <a href="/forgot">ask for a new one</a>.
  </p>`;
}

export function ResetPage() {
  const token = useToken();
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const { busy, problem, onSubmit } = useSending(async () => {
    await request('POST', '/api/v1/auth/password/reset', { body: { token, password } });
    setDone(true);
  });
  const stale = problem?.at('/token');
  return html`<section class="narrow">
    <${Heading}>Set a new password<//>
    ${!token && html`<${MissingToken} />`}
    ${
      done &&
      html`<p role="status">Your new password is set, and you were signed out everywhere.</p>
      <p><a class="action" href="/login">Sign in</a></p>`
    }
    ${
      token &&
      !done &&
      html`<form class="form" onSubmit=${onSubmit}>
      <${Field}
        label="New password"
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
      ${
        stale &&
        html`<div class="trouble" role="alert">
        <p>The link was used before or is too old. Your password is as it was.</p>
        <p><a href="/forgot">Ask for a new link</a></p>
      </div>`
      }
      ${
        problem &&
        !problem.errors.length &&
        html`<${Trouble}
        title="The password was not set."
        problem=${problem}
      />`
      }
      <button class="action" disabled=${busy}>Set password</button>
    </form>`
    }
  </section>`;
}

export function VerifyPage() {
  const token = useToken();
  const [state, setState] = useState(
    /** @type {{ done: boolean, problem: Problem | null }} */ ({ done: false, problem: null }),
  );
  const verify = () => {
    setState({ done: false, problem: null });
    request('POST', '/api/v1/auth/verify-email', { body: { token } }).then(
      () => setState({ done: true, problem: null }),
      (error) => setState({ done: false, problem: toProblem(error) }),
    );
  };
  useEffect(() => {
    if (token) verify();
  }, []);
  const { done, problem } = state;
  return html`<section class="narrow">
    <${Heading}>Your address<//>
    ${!token && html`<${MissingToken} />`}
    ${token && !done && !problem && html`<p>One moment…</p>`}
    ${
      done &&
      html`<p role="status">
      Thank you: the address is yours. <a href="/">Go on to the shop</a>
    </p>`
    }
    ${
      problem?.at('/token') &&
      html`<p role="alert">
      This link was used before or is too old. If you were here before, all is well.
    </p>`
    }
    ${
      problem &&
      !problem.at('/token') &&
      html`<${Trouble}
      title="The address was not confirmed."
      problem=${problem}
      retry=${verify}
    />`
    }
  </section>`;
}
