/** Said by the page once it listens. */
const readyEvent = 'tenko:ready';

/** From now on, what people do takes effect at once; what they did before takes effect now. */
export function beginToListen(): void {
  document.dispatchEvent(new Event(readyEvent));
}

/** For the head of each page, where it runs before anything is shown. */
export const earlyInputScript = `(${keepEarlyInput})('${readyEvent}')`;

/**
 * A page is shown before its scripts are there. Until then a click would do nothing, and a text would be lost with the
 * next change of the page. So what people do is kept, and done again once the page listens. Links need no script and work
 * at once. In the page this is only text: it uses nothing from outside.
 */
function keepEarlyInput(ready: string): void {
  type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  const kept: (() => void)[] = [];
  const texts = new Map<Field, string>();
  const over = new AbortController();
  let isRepeating = false;
  const isBox = (target: Element): target is HTMLInputElement =>
    target.matches('[type=checkbox], [type=radio]');
  const isField = (target: Element): target is Field =>
    target.matches('input, textarea, select') && !isBox(target);
  const repeat = (target: Element, event: Event) =>
    target.dispatchEvent(new (event.constructor as typeof Event)(event.type, event));

  function keepClick(target: Element, event: Event): void {
    if (isBox(target)) {
      const { checked } = target;
      kept.push(() => {
        target.checked = !checked;
        repeat(target, event);
      });
      event.stopImmediatePropagation();
    } else if (!isField(target) && !target.closest('a[href], summary, label')) {
      kept.push(() => repeat(target, event));
      event.stopImmediatePropagation();
      event.preventDefault();
    }
  }

  function keepKey(target: Element, event: Event): void {
    if (isField(target)) return;
    kept.push(() => repeat(document.activeElement ?? target, event));
    event.stopImmediatePropagation();
  }

  function keepText(field: Element, event: Event): void {
    if (!isField(field)) return;
    if (!texts.has(field)) kept.push(() => type(field));
    texts.set(field, field.value);
    event.stopImmediatePropagation();
  }

  function type(field: Field): void {
    const text = texts.get(field) ?? '';
    texts.delete(field);
    // React takes no notice of a value that the field already has, or that was set through the field's own property.
    field.value = '';
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
  }

  function keepSubmit(form: Element, event: Event): void {
    kept.push(() => (form as HTMLFormElement).requestSubmit());
    event.stopImmediatePropagation();
    event.preventDefault();
  }

  const keepers = {
    click: keepClick,
    keydown: keepKey,
    input: keepText,
    change: keepText,
    submit: keepSubmit,
  };
  for (const [name, keep] of Object.entries(keepers)) {
    const listen = (event: Event) => {
      if (!isRepeating && event.target instanceof Element) keep(event.target, event);
    };
    document.addEventListener(name, listen, { capture: true, signal: over.signal });
  }

  // One after the other: each finds the page as the one before left it.
  function repeatNext(): void {
    const next = kept.shift();
    isRepeating = true;
    next?.();
    isRepeating = false;
    if (next === undefined) over.abort();
    else setTimeout(repeatNext);
  }
  document.addEventListener(ready, () => setTimeout(repeatNext), { once: true });
}
