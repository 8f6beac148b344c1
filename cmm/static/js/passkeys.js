// Passkeys in the office. The server's question stands in the form; what the device answers goes back in it. Without
// this script, or where the browser knows no passkeys, the form stays hidden and codes do the same.

const credentials = {
  create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const { passkey, options, failed } = form.dataset;
  form.closest("[hidden]").hidden = !globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await credentials[passkey](JSON.parse(options)));
      form.submit();
    } catch {
      form.querySelector("[role=status]").textContent = failed;
    }
  });
}
