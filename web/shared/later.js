// Pages that are fetched when somebody goes there.
import { html, useEffect, useState } from './html.js';
import { Empty, Waiting } from './parts.js';

/** @import { ComponentType } from 'preact' */

/**
 * A page that is fetched when somebody goes there.
 * @param {() => Promise<Record<string, any>>} load
 * @param {string} name what the module calls it
 * @param {ComponentType<any>} [Meanwhile] its room
 * @returns {ComponentType<any>}
 */
export function later(load, name, Meanwhile = Waiting) {
  /** @type {ComponentType<any> | null} */
  let page = null;
  return function Later(props) {
    const [state, setState] = useState(page ? 'here' : 'waits');
    const fetchPage = () =>
      void load().then(
        (module) => {
          page = module[name];
          setState('here');
        },
        () => setState('failed'),
      );
    useEffect(() => {
      if (!page) fetchPage();
    }, []);
    if (page) return html`<${page} ...${props} />`;
    if (state === 'failed')
      return html`<${Empty} title="This page could not be fetched.">
        <p>The line may be down.</p>
        <p><button class="quiet" onClick=${() => window.location.reload()}>Try again</button></p>
      <//>`;
    return html`<${Meanwhile} />`;
  };
}
