// Drawings in the reader's own pixels, so that their words have the size of the page's words on a phone as on a wide screen.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** The width of an element, at least `least`; follows when it changes. */
export function useWidth<T extends Element>(least: number, otherwise: number) {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(otherwise);
  useLayoutEffect(() => {
    const node = ref.current;
    if (!node) return undefined;
    const measure = () => setWidth(Math.max(least, Math.round(node.clientWidth)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}

/** How many units of the map's picture a pin needs to be large enough to be touched. */
export function useMapUnit(): number {
  const { innerWidth } = window;
  const [unit, setUnit] = useState(unitOf(innerWidth));
  useLayoutEffect(() => {
    const follow = () => setUnit(unitOf(window.innerWidth));
    window.addEventListener("resize", follow);
    return () => window.removeEventListener("resize", follow);
  }, []);
  return unit;
}

function unitOf(width: number): number {
  return width <= 560 ? 2.3 : width <= 860 ? 1.4 : 1;
}
