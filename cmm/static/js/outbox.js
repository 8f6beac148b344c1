// What a peer monitor's phone keeps: the pass, its round, and sealed envelopes until they are sent. Each envelope lies
// under its random nonce, so that their order says nothing about who came when.

const STORES = { kept: undefined, outbox: { keyPath: "nonce" } };
let opening;

const open = () => (opening ??= new Promise((resolve, reject) => {
  const request = Object.assign(indexedDB.open("field", 1), { onerror: reject });
  request.onupgradeneeded = () => Object.entries(STORES).map((store) => request.result.createObjectStore(...store));
  request.onsuccess = () => resolve(Object.assign(request.result, { onversionchange: ({ target }) => target.close() }));
}));

// One transaction; it is over when all of it is on the disk, so that no dead battery takes it back.
async function change(mode, work) {
  const names = Object.keys(STORES);
  const transaction = (await open()).transaction(names, mode, { durability: "strict" });
  const request = work(...names.map((name) => transaction.objectStore(name)));
  return new Promise((resolve, reject) => {
    Object.assign(transaction, { oncomplete: () => resolve(request.result), onabort: reject });
  });
}

export const getKept = (name) => change("readonly", (kept) => kept.get(name));
export const keep = (pairs) => change("readwrite", (kept) =>
  Object.entries(pairs).map(([name, value]) => kept.put(value, name)));
// Room that the answers of a person certainly find, tried before they begin.
export const makeRoom = () => keep({ room: crypto.getRandomValues(new Uint8Array(65536)) });
export const listWaiting = () => change("readonly", (_, outbox) => outbox.getAll());
export const removeWaiting = (nonce) => change("readwrite", (_, outbox) => outbox.delete(nonce));
export const putWaiting = (entry) => change("readwrite", (kept, outbox) => kept.delete("room") && outbox.put(entry));
export const forgetAll = () => new Promise((resolve) => {
  opening = undefined;
  indexedDB.deleteDatabase("field").onsuccess = resolve;
});
