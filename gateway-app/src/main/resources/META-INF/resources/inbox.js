/** The page at /inbox: signs in, and shows a workspace's notifications to their owner. */
import { NotificationFeed, notificationList } from '/eventbus-notifications.js';

const part = (id) => document.getElementById(id);
const problem = (text) => {
  part('problem').textContent = text;
  part('problem').hidden = !text;
};

async function begin() {
  const me = await fetch('/api/auth/me');
  part('sign-in').hidden = me.ok;
  if (me.ok) {
    show(await me.json());
  } else if (me.status !== 401) {
    problem('The gateway cannot say who you are at the moment. Load the page again.');
  }
}

function show({ name, memberships }) {
  const asked = new URLSearchParams(location.search).get('workspace');
  const workspace = asked || memberships[0]?.workspaceId;
  if (!workspace) {
    problem('You are in no workspace yet.');
    return;
  }
  const feed = new NotificationFeed({ workspace });
  const bell = document.createElement('notification-bell');
  bell.feed = feed;
  part('bell').replaceChildren(bell);
  part('inbox').append(notificationList(feed));
  part('inbox').hidden = false;
  part('all-read').addEventListener('click', () => feed.markAllRead());
  part('push').hidden = !('PushManager' in globalThis);
  part('push').addEventListener('click', () => push(feed));
  part('sign-out').addEventListener('click', signOut);
  feed.addEventListener('error', ({ detail }) => problem(detail.message));
  feed.addEventListener('change', () => {
    const { count } = feed.unread;
    document.title = count > 0 ? `(${count}) Inbox` : 'Inbox';
    part('state').textContent = `${name} · ${workspace} · ${feed.client.state === 'open' ? 'live' : 'connecting …'}`;
  });
  feed.start();
}

async function push(feed) {
  try {
    problem((await feed.enablePush()) ? '' : 'This browser does not allow notifications of this page.');
  } catch (error) {
    problem(`This device was not registered: ${error.message}`);
  }
}

async function signOut() {
  await fetch('/api/auth/logout', { method: 'POST' });
  location.reload();
}

part('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('/api/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(event.target))),
  });
  problem(answer.ok ? '' : (await answer.json().catch(() => ({}))).detail ?? 'Signing in failed.');
  if (answer.ok) {
    begin();
  }
});

begin().catch((error) => problem(error.message));
