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

// Who speaks to the machine, or slips on the keyboard, sets off what single letters do: they can be switched off, here and for good (WCAG 2.1.4).
const keysCookie = 'desk-keys';
const areKeysOff = () => document.documentElement.dataset.keys === 'off';

function setKeys(areOn) {
  document.documentElement.dataset.keys = areOn ? 'on' : 'off';
  document.querySelector('[data-keys-switch]').checked = areOn;
  document.querySelector('[data-keys-off]').hidden = areOn;
}

setKeys(!document.cookie.split('; ').includes(`${keysCookie}=off`));
document.addEventListener('change', e => {
  if (e.target.matches?.('[data-keys-switch]')) {
    setKeys(e.target.checked);
    const rest = `path=/; samesite=strict${location.protocol === 'https:' ? '; secure' : ''}`;
    document.cookie = e.target.checked ? `${keysCookie}=; max-age=0; ${rest}` : `${keysCookie}=off; max-age=31536000; ${rest}`;
  }
});
document.addEventListener('click', e => e.target.closest?.('[data-show-keys]') && showKeys());

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
  if ((key.length === 1 && areKeysOff()) || (key === 'Enter' && e.target.closest?.('a, button, summary'))) {
    return; // Enter presses what has the focus, whatever else it does on the page.
  }
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

// A form or panel that has just appeared takes the focus; when it goes, and the focus with it, who opened it has it again.
let pressed = null;
const opened = [];
document.addEventListener('click', e => { pressed = e.target.closest?.('a, button') ?? null; }, true);

function giveBack({ opener, key, row, page }) {
  const again = page !== location.pathname ? null : opener?.isConnected ? opener : (row && document.querySelector(`[data-row="${CSS.escape(row)}"]`)) || (key && document.querySelector(`main [data-key="${CSS.escape(key)}"]`));
  again?.focus();
  return Boolean(again);
}

new MutationObserver(() => {
  const fresh = document.querySelector('[data-take-focus]:not([data-taken])');
  if (fresh && opened.at(-1)?.taker !== fresh) {
    opened.push({ taker: fresh, page: location.pathname, opener: pressed, key: pressed?.dataset.key, row: pressed?.closest('[data-row]')?.dataset.row });
    fresh.focus();
    return;
  }
  while (opened.length > 0 && !opened.at(-1).taker.isConnected) {
    const last = opened.at(-1);
    if (document.activeElement !== document.body || giveBack(last) || Date.now() - (last.gone ??= Date.now()) > 2000) {
      opened.pop();
    } else {
      return; // Its opener is drawn again in a moment.
    }
  }
}).observe(document.body, { childList: true, subtree: true });
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
