// What customers were written, and how it looks to them.
import { moment } from '../shared/format.js';
import { html, useState } from '../shared/html.js';
import { Heading, Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { look } from './ask.js';
import { Badge } from './badge.js';
import { Letter } from './letter.js';
import { Choice, Nothing, Rows, useList } from './list.js';
import { mailWords } from './words.js';

/** @import { ComponentChildren } from 'preact' */
/** @import { Mail, MailRow } from './types.js' */
/** @import { Listed } from './list.js' */

const columns = [{ text: 'Subject' }, { text: 'To' }, { text: 'Written' }, { text: 'State' }];

/** @param {MailRow} mail */
function row(mail) {
  return html`<tr key=${mail.id}>
    <td><a href=${`/admin/mails/${mail.id}`}>${mail.subject}</a></td>
    <td class="wraps">${mail.email}</td>
    <td>${moment(mail.created_at)}</td>
    <td><${Badge} state=${mail.status} words=${mailWords} /></td>
  </tr>`;
}

/** @param {{ listed: Listed<MailRow>, empty: ComponentChildren }} props */
export function MailRows({ listed, empty }) {
  return html`<${Rows}
    listed=${listed}
    caption="Mail"
    columns=${columns}
    row=${row}
    empty=${empty}
  />`;
}

const states = [
  { value: '', text: 'All' },
  ...Object.entries(mailWords).map(([value, text]) => ({ value, text })),
];

export function MailsPage() {
  const { query } = useStore(place);
  const status = query.get('status') ?? '';
  const listed = /** @type {Listed<MailRow>} */ (useList('/api/v1/admin/mails', { status }));
  return html`<div class="page-head"><${Heading}>Mail<//></div>
    <div class="filters">
      <${Choice} label="State" name="status" value=${status} choices=${states} />
    </div>
    <${MailRows}
      listed=${listed}
      empty=${
        status
          ? html`<${Nothing} title="No mail is in this state.">
              <p><a href="/admin/mails">Show all</a></p>
            <//>`
          : html`<${Nothing} title="Nobody was written yet.">
              <p>Mails appear here when somebody registers or orders.</p>
            <//>`
      }
  />`;
}

/** @param {{ id: string }} props */
export function MailPage({ id }) {
  const [asText, setAsText] = useState(false);
  const { data, problem, reload } = useResource(
    id,
    (signal) => /** @type {Promise<Mail>} */ (look(`/api/v1/admin/mails/${id}`, {}, signal)),
  );
  if (problem?.status === 404)
    return html`<${Heading}>There is no such mail<//>
      <p><a href="/admin/mails">All mail</a></p>`;
  if (problem)
    return html`<${Trouble}
      title="The mail could not be shown."
      problem=${problem}
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${3} />`;
  const tab = (/** @type {boolean} */ value, /** @type {string} */ text) => html`<button
    type="button"
    class="tab"
    aria-pressed=${asText === value}
    onClick=${() => setAsText(value)}
  >
    ${text}
  </button>`;
  const isSecret = data.text.includes('token=***');
  return html`<p class="crumb"><a href="/admin/mails">Mail</a></p>
    <div class="page-head">
      <${Heading} title=${data.subject}>${data.subject}<//>
      <p class="actions"><${Badge} state=${data.status} words=${mailWords} /></p>
    </div>
    <p class="facts">
      <span class="wraps">
        To <a href=${`/admin/customers/${data.sent_to}`}>${data.name}</a>, ${data.email}
      </span>
      <span>${moment(data.created_at)}</span>
      <span>${data.attempts === 1 ? '1 attempt' : `${data.attempts} attempts`}</span>
    </p>
    ${data.error && html`<p class="error wraps">The last attempt failed: ${data.error}</p>`}
    ${
      isSecret &&
      html`<p class="hint">
      The one-time link is for its reader only: here it shows *** instead.
    </p>`
    }
    <div class="tabs">${tab(false, 'As it looks')}${tab(true, 'As plain text')}</div>
    ${
      asText
        ? html`<pre class="letter">${data.text}</pre>`
        : html`<${Letter} source=${data.html} />`
    }`;
}
