// Keeps the pages of field mode with all that they need, for use without network; answers never pass through here. The
// server writes above these lines FILES and VERSION, which changes with any of them.

async function keepFiles() {
  const cache = await caches.open(VERSION);
  if (!(await cache.match(FILES[0]))) await cache.addAll(FILES);
}

const isOld = (name) => ![VERSION, "recordings"].includes(name);
const dropOld = async () => Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));

addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(dropOld()));
// The worker of one language may be older than the files that another one has put here, so it looks at all of them.
addEventListener("fetch", (event) => {
  const find = async () => (await caches.match(event.request, { ignoreSearch: true })) ?? fetch(event.request);
  if (event.request.method === "GET") event.respondWith(find());
});
