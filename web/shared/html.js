// What views are made of: preact's hooks, and htm, which reads markup from template strings.
import htm from 'htm';
import { h } from 'preact';

export const html = htm.bind(h);
export { Fragment, render } from 'preact';
export {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks';
