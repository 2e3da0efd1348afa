// One tip for the whole page: whatever has data-tip shows it on hover, focus and tap; Escape hides it.
// It stands beside the thing, never over it, and within the window. The text is set as text, never as markup.

export function watchTips(): void {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true"); // screen readers get the same words from aria-description
  tip.hidden = true;
  document.body.append(tip);
  let over: Element | null = null;

  const hide = () => {
    tip.hidden = true;
    over = null;
  };
  const show = (target: Element) => {
    const words = target.getAttribute("data-tip");
    if (!words) return;
    over = target;
    tip.textContent = words;
    tip.hidden = false;
    const box = target.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, window.innerWidth - own.width - 8));
    const below = box.bottom + 6 + own.height < window.innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - own.height - 6)}px`;
  };
  const holder = (event: Event) => (event.target instanceof Element ? event.target.closest("[data-tip]") : null);
  document.addEventListener("mouseover", (event) => {
    const target = holder(event);
    if (target) show(target);
    else if (over && over !== document.activeElement && !(event.target instanceof Element && tip.contains(event.target))) hide();
  });
  document.addEventListener("focusin", (event) => {
    const target = holder(event);
    if (target) show(target);
    else hide();
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("click", (event) => {
    const target = holder(event);
    if (target) show(target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  window.addEventListener("scroll", hide, { passive: true });
  window.addEventListener("hashchange", hide);
}
