/**
 * The service worker behind Web Push: shows what comes, says that it was shown, and leads to the inbox on a click.
 * A push always shows something: browsers take the permission from pages whose pushes do not.
 */

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data?.json() ?? {}));
});

async function show({ id, workspaceId, title, body, url, tag }) {
  await self.registration.showNotification(title || 'Something happened', {
    body,
    tag: tag || id, // the same one twice is shown once, and a newer one takes the place of what it replaces
    data: { id, workspaceId, url },
  });
  if (id && workspaceId) {
    await tell(workspaceId, `${id}/delivered`, { channel: 'PUSH' });
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

async function open({ id, workspaceId, url }) {
  const target = new URL(url || `/inbox?workspace=${encodeURIComponent(workspaceId ?? '')}`, self.location.origin);
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((page) => page.url === target.href);
  await (there ? there.focus() : self.clients.openWindow(target.href));
  if (id && workspaceId) {
    await tell(workspaceId, `${id}/read`);
  }
}

/** With the page's cookie. That the notifier does not hear it does no harm: it is only less sure. */
async function tell(workspaceId, what, body) {
  const address = `/api/workspaces/${encodeURIComponent(workspaceId)}/notifications/${what}`;
  try {
    await fetch(address, {
      method: 'POST',
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    });
  } catch (error) {
    console.debug('The notifier was not told.', error);
  }
}
