// A state in a word, coloured by which way it went.
import { html } from '../shared/html.js';
import { tones } from './words.js';

/** @param {{ state: string, words: Record<string, string> }} props */
export function Badge({ state, words }) {
  return html`<span class=${`badge ${tones[state] ?? ''}`}>${words[state]}</span>`;
}
