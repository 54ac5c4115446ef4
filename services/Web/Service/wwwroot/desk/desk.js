// What only the browser can do: keys, and saying since when the connection is gone. Everything else is made on the server.
'use strict';

const isField = e => e instanceof HTMLElement && (e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName));
const row = () => document.activeElement?.closest('[data-row]');

function move(by) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const at = rows.indexOf(row());
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

// A key belongs to what carries it: in the focused row first, else the first one of the page.
function target(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  return row()?.querySelector(selector) ?? document.querySelector(`main :not([data-row] *)${selector}, header ${selector}`) ?? document.querySelector(`main ${selector}`);
}

function showKeys() {
  const dialog = document.getElementById('keys');
  const list = dialog.querySelector('dl');
  const known = new Map([['?', 'This list'], ['Esc', 'Close, put back']]);
  if (document.querySelector('[data-row]')) {
    known.set('J', 'Next row').set('K', 'Row before');
  }
  for (const e of document.querySelectorAll('[data-key]')) {
    known.set(e.dataset.key, e.dataset.keyLabel || e.textContent.trim());
  }
  list.replaceChildren(...[...known].flatMap(([key, does]) => {
    const [dt, dd, kbd] = [document.createElement('dt'), document.createElement('dd'), document.createElement('kbd')];
    kbd.textContent = key;
    dt.append(kbd);
    dd.textContent = does;
    return [dt, dd];
  }));
  dialog.showModal();
}

document.addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    document.querySelector('[data-key="Ctrl K"]')?.focus();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || isField(e.target) || document.querySelector('dialog[open]')) {
    return;
  }
  const key = e.key.length === 1 ? e.key.toUpperCase() : e.key;
  if (key === '?') {
    showKeys();
  } else if ((key === 'J' || key === 'K') && document.querySelector('[data-row]')) {
    move(key === 'J' ? 1 : -1);
  } else {
    const found = target(key);
    if (!found) {
      return;
    }
    found.click();
  }
  e.preventDefault();
});

// The browser's own print: what is on the page, as its styles for paper say.
document.addEventListener('click', e => e.target instanceof Element && e.target.closest('[data-print]') && window.print());

// The card that is lifted is moved by arrows; the page itself must not scroll then.
document.addEventListener('keydown', e => {
  if (e.target instanceof HTMLElement && e.target.matches('[data-card]') && [' ', 'ArrowLeft', 'ArrowRight'].includes(e.key)) {
    e.preventDefault();
  }
}, true);

// A form that has just appeared in a row takes the focus.
new MutationObserver(() => document.querySelector('[data-take-focus]:not([data-taken])')?.focus()).observe(document.body, { childList: true, subtree: true });
document.addEventListener('focusin', e => e.target.matches?.('[data-take-focus]') && e.target.setAttribute('data-taken', ''));

// An explanation that is closed gives the focus back to the figure that it was opened from.
let explained = null;
new MutationObserver(() => {
  if (document.querySelector('[data-explain]')) {
    explained = new URL(location.href).searchParams.get('explain') ?? explained;
  } else if (explained) {
    const from = [...document.querySelectorAll('a[href*="explain="]')].find(a => new URL(a.href).searchParams.get('explain') === explained);
    explained = null;
    if (document.activeElement === document.body) {
      from?.focus();
    }
  }
}).observe(document.body, { childList: true, subtree: true });

const lost = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  const isLost = /components-reconnect-(show|failed|rejected|retrying)/.test(lost.className);
  const since = lost.querySelector('[data-lost-at]');
  if (isLost && !document.documentElement.dataset.lost) {
    const now = new Date();
    since.dateTime = now.toISOString();
    since.textContent = `${now.toISOString().slice(11, 16)} UTC`;
    document.documentElement.dataset.lost = 'true';
  } else if (!isLost) {
    delete document.documentElement.dataset.lost;
  }
  if (/components-reconnect-rejected/.test(lost.className)) {
    location.reload(); // The server does not know this page any more; its address says what it showed.
  }
}).observe(lost, { attributes: true, attributeFilter: ['class'] });

window.deskFocusHeading = () => {
  const heading = document.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
};
