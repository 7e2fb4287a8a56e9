{% autoescape off %}// Keeps the shell on the phone, so that it opens where there is no signal. One cache a version.
const SETUP = {{ setup_json }};
const CACHE = `linli-field-${SETUP.version}`;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === SETUP.shell) {
    event.respondWith(kept(SETUP.shell, request));
  } else if (SETUP.assets.includes(pathname + search)) {
    event.respondWith(kept(pathname + search, request));
  }
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([SETUP.shell, ...SETUP.assets].map((address) => keep(cache, address)));
  await self.skipWaiting();
}

async function keep(cache, address) {
  const answer = await fetch(address, { cache: "reload" });
  // A page that leads to the log-in is no shell: better no worker than one that keeps it.
  if (!answer.ok || answer.redirected) throw new Error(`not kept: ${address}`);
  await cache.put(address, answer);
}

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith("linli-field-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) || fetch(request);
}
{% endautoescape %}
