// Comfort only: every page works without it. Shows passwords, and talks to passkeys where the browser can.
for (const box of document.querySelectorAll('[data-reveals]')) {
  const field = document.getElementById(box.dataset.reveals);
  box.closest('label').hidden = false;
  box.addEventListener('change', () => {
    field.type = box.checked ? 'text' : 'password';
  });
  field.form.addEventListener('submit', () => {
    field.type = 'password';
  });
}

const able =
  window.PublicKeyCredential &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential;

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const failure = form.querySelector('[role="alert"]');
    failure.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(String(answer.status));
      const options = await answer.json();
      const credential =
        form.dataset.passkey === 'add'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      const password = form.querySelector('input[type="password"]');
      if (password) password.disabled = true;
      form.submit();
    } catch {
      failure.hidden = false;
    }
  });
}
