// The console: its frame, who may see it, and which view stands inside.
import { html, render } from '../shared/html.js';
import { later } from '../shared/later.js';
import { Notices, notify } from '../shared/notices.js';
import { Heading } from '../shared/parts.js';
import { RecentLogin } from '../shared/recent_login.js';
import { place, startRouter } from '../shared/router.js';
import { restore, session, signOut } from '../shared/session.js';
import { SignInForm } from '../shared/sign_in_form.js';
import { useStore } from '../shared/store.js';

const views = [
  { name: 'map', text: 'Map', View: later(() => import('./map.js'), 'MapView') },
  { name: 'trace', text: 'Trace', View: later(() => import('./trace.js'), 'TraceView') },
  { name: 'events', text: 'Events', View: later(() => import('./events.js'), 'EventsView') },
  { name: 'faults', text: 'Faults', View: later(() => import('./faults.js'), 'FaultsView') },
  { name: 'compare', text: 'Compare', View: later(() => import('./compare.js'), 'CompareView') },
  { name: 'history', text: 'History', View: later(() => import('./history.js'), 'HistoryView') },
];

/** @param {string} path @returns {{ section: string, id: string }} */
function placeIn(path) {
  const [, , section = 'map', id = ''] = path.split('/');
  return { section, id };
}

function Tabs() {
  const { section } = placeIn(useStore(place).path);
  return html`<nav class="views" aria-label="Views">
    ${views.map(
      ({ name, text }) => html`<a
        key=${name}
        href=${name === 'map' ? '/console' : `/console/${name}`}
        aria-current=${name === section ? 'page' : undefined}
      >
        ${text}
      </a>`,
    )}
  </nav>`;
}

function Account() {
  const { state, account } = useStore(session);
  if (state !== 'user') return html`<span class="account"></span>`;
  const leave = () =>
    void signOut().then(
      () => notify('You are signed out.'),
      () => notify('You are signed out here; the shop could not be told.'),
    );
  return html`<span class="account">
    <span class="who" title=${account?.email}>${account?.name.split(' ')[0]}</span>
    <button class="plain" onClick=${leave}>Sign out</button>
  </span>`;
}

function Unknown() {
  return html`<section class="narrow">
    <${Heading} title="Not found">There is no such view<//>
    <p>The address may be mistyped. <a href="/console">To the map</a></p>
  </section>`;
}

function Inside() {
  const { path } = useStore(place);
  const { section, id } = placeIn(path);
  const found = views.find(({ name }) => name === section);
  return found ? html`<${found.View} key=${section} id=${id} />` : html`<${Unknown} />`;
}

function Door() {
  const { state, account } = useStore(session);
  if (state === 'unknown') return null;
  if (state === 'user' && account?.role === 'admin') return html`<${Inside} />`;
  return html`<section class="narrow">
    <${Heading}>The console<//>
    ${
      state === 'user'
        ? html`<p>
            You are signed in as ${account?.email}, who is no administrator. Sign out, and in again
            as one.
          </p>`
        : html`<p>For administrators. One is made by <code>cleave admin create EMAIL</code>.</p>
            <${SignInForm} done=${() => {}} email=${account?.email ?? ''} />`
    }
  </section>`;
}

function Console() {
  return html`<a class="skip" href="#main" data-outside>To the content</a>
    <header class="top">
      <div class="bar-line">
        <a class="wordmark" href="/console">Cleave <span>console</span></a>
        <${Tabs} />
        <${Account} />
      </div>
    </header>
    <main id="main" tabindex="-1"><${Door} /></main>
    <footer class="foot">
      <span>
        <a href="/" data-outside>Shop</a> <a href="/admin" data-outside>Office</a>
        ${' '}<a href="/docs" data-outside>API</a> <a href="/docs/guide" data-outside>Guide</a>
      </span>
    </footer>
    <${RecentLogin} />
    <${Notices} />`;
}

startRouter();
void restore();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
root.textContent = '';
render(html`<${Console} />`, root);
