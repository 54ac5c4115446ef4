// Passkeys: only the browser can ask an authenticator. What to ask, and what the answer is worth, is decided on the server.
'use strict';

const bytesOf = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
const textOf = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const named = list => (list ?? []).map(c => ({ ...c, id: bytesOf(c.id) }));

// As PublicKeyCredential.toJSON(), which some browsers and password managers lack.
function jsonOf(credential) {
  const r = credential.response;
  const response = { clientDataJSON: textOf(r.clientDataJSON) };
  if (r.attestationObject) {
    response.attestationObject = textOf(r.attestationObject);
    response.transports = r.getTransports?.() ?? [];
  } else {
    response.authenticatorData = textOf(r.authenticatorData);
    response.signature = textOf(r.signature);
    response.userHandle = r.userHandle ? textOf(r.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? null, clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function wordsOf(error) {
  return error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'It was cancelled, or took too long.'
    : error.name === 'InvalidStateError' ? 'This device has a passkey for you already.'
    : error.name === 'SecurityError' ? 'This address of the desk is not the one that passkeys are for.'
    : 'The browser could not do it.';
}

// For the page where one is added. Gives { credential } or { error }.
window.deskMakePasskey = async json => {
  if (!window.PublicKeyCredential) {
    return { error: 'This browser knows no passkeys.' };
  }
  try {
    const options = JSON.parse(json);
    const publicKey = { ...options, challenge: bytesOf(options.challenge), user: { ...options.user, id: bytesOf(options.user.id) }, excludeCredentials: named(options.excludeCredentials) };
    return { credential: jsonOf(await navigator.credentials.create({ publicKey })) };
  } catch (error) {
    return { error: wordsOf(error) };
  }
};

const form = document.querySelector('[data-passkey-form]');
if (form && window.PublicKeyCredential) {
  form.hidden = false;
  const [button, trouble] = [form.querySelector('[data-passkey-sign-in]'), form.querySelector('[data-passkey-error]')];
  button.addEventListener('click', async () => {
    button.disabled = true;
    trouble.textContent = '';
    try {
      const answer = await fetch('/sign-in/passkey', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      const begun = await answer.json();
      if (!answer.ok) {
        trouble.textContent = begun.error;
        return;
      }
      const options = JSON.parse(begun.options);
      const publicKey = { ...options, challenge: bytesOf(options.challenge), allowCredentials: named(options.allowCredentials) };
      form.elements['Passkey.Credential'].value = jsonOf(await navigator.credentials.get({ publicKey }));
      form.elements['Passkey.Ceremony'].value = begun.ceremony;
      form.requestSubmit();
    } catch (error) {
      trouble.textContent = wordsOf(error);
    } finally {
      button.disabled = false;
    }
  });
}
