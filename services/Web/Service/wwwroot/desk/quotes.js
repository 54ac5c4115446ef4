// What only the browser can do for quotes: keys of the slider that would scroll the page, Ctrl+Enter, and the clipboard.
'use strict';

document.addEventListener('keydown', e => {
  if (e.target instanceof HTMLElement && e.target.matches('[data-steps]') && /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/.test(e.key)) {
    e.preventDefault();
  }
  if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
    const button = document.querySelector('main [data-key="Ctrl Enter"]:not([disabled])');
    if (button) {
      e.preventDefault();
      document.activeElement?.blur(); // What is being typed counts: a field tells of its change when it is left.
      button.click();
    }
  }
}, true);

document.addEventListener('click', async e => {
  const button = e.target instanceof Element ? e.target.closest('[data-copy]') : null;
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) {
    return;
  }
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = 'Copied';
  } catch {
    field.select(); // No clipboard without TLS: marked, so that one key copies it.
    button.textContent = 'Press Ctrl C';
  }
});
