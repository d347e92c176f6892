// One message of an arrow, as the call in code and as bytes: a real one as soon as one goes along,
// until then one made up from its contract.
import { get } from '../shared/api.js';
import { html, useState } from '../shared/html.js';
import { Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';
import { asBytes, asCode, asSeen, madeUp } from './as_code.js';
import { buySomething } from './buying.js';
import { useTapped } from './tapped.js';
import { second } from './trace_list.js';
import { duration } from './waterfall.js';

/** @import { Shown } from './as_code.js' */
/** @import { Awaited } from './tapped.js' */
/** @import { Calls, Example, Pulse, Tapped } from './types.js' */

const linesAtFirst = 40;

/** @param {{ text: string }} props */
function Code({ text }) {
  const [all, setAll] = useState(false);
  const lines = text.split('\n');
  const more = lines.length - linesAtFirst;
  const cut = more > 1 && !all;
  return html`<pre
      tabindex="0"
    ><code>${cut ? lines.slice(0, linesAtFirst).join('\n') : text}</code></pre>
    ${
      cut &&
      html`<p>
        <button class="plain link" onClick=${() => setAll(true)}>Show ${more} more lines</button>
      </p>`
    }`;
}

/** Something happens, so that there is something to see. */
function Buy() {
  const [state, setState] = useState('');
  const buy = async () => {
    setState('buys');
    const bought = await buySomething();
    setState(bought.words);
  };
  const buys = state === 'buys';
  return html`<button class="quiet" aria-disabled=${buys} onClick=${() => buys || void buy()}>
      Buy something
    </button>
    ${state && !buys && html`<span class="hint">${state}</span>`}`;
}

/** @param {{ seen: NonNullable<Tapped['seen']> }} props */
function Real({ seen }) {
  const trace = seen.traceparent.split('-')[1];
  const took = `${seen.error ? 'failed' : 'was answered'} after ${duration(seen.took_us)}`;
  return html`<strong>A real one</strong>, sent ${second(seen.at)}; it ${took}; see${' '}
    <a href=${`/console/trace/${trace}`}>its trace</a>.`;
}

/** Which kind of example this is, and how to come by another. @param {Awaited} props */
function Origin({ tapped, waits, problem, next }) {
  const seen = tapped?.seen;
  const waiting = seen ? 'Waiting for the next one.' : 'The next one appears here.';
  return html`<div class="origin">
    <p role="status">
      ${
        seen
          ? html`<${Real} seen=${seen} />`
          : html`<strong>Made up</strong> from its contract: none has gone along since you opened
              this.`
      }${' '}${waits && waiting}
    </p>
    ${waits && problem && html`<p class="bad">Nobody can be asked for it: ${problem.detail}</p>`}
    <p class="choices">
      ${seen && !waits && html`<button class="quiet" onClick=${next}>Show the next one</button>`}
      ${waits && html`<${Buy} />`}
    </p>
  </div>`;
}

const handedOver =
  'The shop keeps no copy: this one was made because you asked, and is only on this page.';

/**
 * What of it is not as it was.
 * @param {{ shown: Shown, isReal: boolean, tooLong: boolean }} props
 */
function Caveats({ shown, isReal, tooLong }) {
  const [request, reply] = shown.sizes;
  const sizes = `bodies have ${request} and ${reply} bytes`;
  return html`<p class="hint">
    Secrets are masked. ${isReal && `${handedOver} `}
    ${
      tooLong
        ? `They are too long to be shown: the ${sizes}.`
        : `Line breaks are for reading; the ${sizes} without them.`
    }
  </p>`;
}

/** @param {{ calls: Calls, pulse: Pulse }} props */
export function MessageExample({ calls, pulse }) {
  const { data, problem } = useResource(calls.message, (signal) =>
    get(`/api/v1/admin/messages/${encodeURIComponent(calls.message)}`, {}, signal),
  );
  const awaited = useTapped(calls);
  if (problem)
    return html`<${Trouble} title="There is no example of this message." problem=${problem} />`;
  if (!data) return html`<${Waiting} bars=${2} />`;
  const example = /** @type {Example} */ (data);
  const { tapped } = awaited;
  const seen = tapped?.seen;
  const shown = tapped && seen ? asSeen(example, tapped, seen) : madeUp(example, calls);
  const process = pulse.modules.find(({ name }) => name === calls.callee)?.process;
  const url = pulse.processes.find(({ name }) => name === process)?.url ?? '';
  const host = url.startsWith('http') ? new URL(url).host : 'localhost';
  const bytes = asBytes(shown, calls, host);
  const local = calls.transport === 'local' && calls.kind === 'call';
  return html`<${Origin} ...${awaited} />
    <div class="two-sides">
      <figure>
        <figcaption>The call in code</figcaption>
        ${shown.code && html`<${Code} text=${asCode(shown, calls)} />`}
        ${
          local &&
          html`<p class="hint">
            This is all that happens here: both modules are in one process, and the handler gets a
            reference to this very object.
          </p>`
        }
      </figure>
      <figure class=${bytes.css}>
        <figcaption>${bytes.title}</figcaption>
        ${bytes.request && html`<${Code} text=${bytes.request} />`}
        ${bytes.beside && html`<p class="hint">${bytes.beside}</p>`}
        ${bytes.reply && html`<${Code} text=${bytes.reply} />`}
        ${shown.error && html`<p class="bad">It failed: ${shown.error}</p>`}
      </figure>
    </div>
    <${Caveats} shown=${shown} isReal=${Boolean(seen)} tooLong=${seen?.too_long ?? false} />`;
}
