/**
 * A user's notifications in a browser, without a look: the newest of them and how many are unread, live.
 * `eventbus-notifications.js` shows it as a bell.
 *
 *     import { NotificationFeed } from '/eventbus-notification-feed.js';
 *     const feed = new NotificationFeed({ workspace: 'demo' });
 *     feed.addEventListener('change', () => show(feed.items, feed.unread));
 *     feed.start();
 *
 * @module eventbus-notification-feed
 */
import { EventBusClient } from './eventbus-client.js';

/**
 * @typedef {object} Notification
 * @property {string} id
 * @property {string} title
 * @property {string} body
 * @property {'CREATED' | 'DELIVERED' | 'READ' | 'EXPIRED' | 'FAILED'} status
 * @property {'LOW' | 'NORMAL' | 'HIGH' | 'URGENT'} priority
 * @property {string} rule the key of the rule that made it
 * @property {string} [collapseKey] a newer one of the rule with the same key takes its place
 * @property {string} createdAt ISO 8601
 */

/**
 * @typedef {object} FeedOptions
 * @property {string} workspace the workspace's id
 * @property {string} [url] the gateway, such as `https://events.example.com`; this page's own unless given
 * @property {string} [token] sent as bearer token; without it the cookie counts
 * @property {number} [pageSize] how many are loaded at a time
 */

const MOST_AT_ONCE = 100;
const MOST_SHOWN = 500;
const GATHER_MILLIS = 150;

/**
 * The newest notifications and how many are unread, live. Events: `change`; `notification` (detail: the new one);
 * `error` (detail: what went wrong; the feed goes on). Every count has a version, and the highest wins, so that answers
 * and messages may overtake each other.
 */
export class NotificationFeed extends EventTarget {
  /** @type {Notification[]} newest first */ items = [];
  /** @type {{count: number, version: number}} */ unread = { count: 0, version: -1 };
  hasMore = false;
  /** @type {import('./eventbus-client.js').EventBusClient} */ client;
  #options;
  #base;
  /** @type {string | undefined} */ #cursor;
  /** @type {Set<string>} ids that came over the socket while a page was on its way */ #arrived = new Set();
  #loads = 0;
  #refreshing;

  /** @param {FeedOptions} options */
  constructor(options) {
    super();
    this.#options = { pageSize: 20, url: '', ...options };
    this.#base = `${this.#options.url}/api/workspaces/${encodeURIComponent(options.workspace)}`;
    this.client = new EventBusClient({
      workspace: options.workspace,
      ...(options.url && { url: options.url }),
      ...(options.token && { token: options.token }),
      onState: (state) => this.#connection(state),
      onNotification: (frame) => this.#heard(frame),
    });
  }

  /** Connects, and loads what there is each time a connection is there. */
  start() {
    this.client.connect();
  }

  stop() {
    clearTimeout(this.#refreshing);
    this.#refreshing = undefined;
    this.client.close();
  }

  /** Loads the shown part of the list anew. */
  async refresh() {
    const load = ++this.#loads;
    this.#arrived.clear();
    const limit = Math.min(MOST_AT_ONCE, Math.max(this.#options.pageSize, this.items.length));
    await this.#attempt(async () => {
      const [page, unread] = await Promise.all([
        this.#call('GET', `/notifications?limit=${limit}`),
        this.#call('GET', '/notifications/unread-count'),
      ]);
      if (load === this.#loads) {
        const early = this.items.filter(({ id }) => this.#arrived.has(id) && !page.items.some((one) => one.id === id));
        this.#show([...early, ...page.items], page.nextCursor);
      }
      this.#count(unread);
    });
  }

  /** Loads the next page behind what is shown. */
  async more() {
    const load = this.#loads;
    if (this.#cursor) {
      await this.#attempt(async () => {
        const cursor = encodeURIComponent(this.#cursor);
        const page = await this.#call('GET', `/notifications?limit=${this.#options.pageSize}&cursor=${cursor}`);
        if (load === this.#loads) {
          this.#show([...this.items, ...page.items], page.nextCursor);
        }
      });
    }
  }

  /** @param {string} id */
  async markRead(id) {
    await this.#attempt(async () => this.#changed(await this.#call('POST', `/notifications/${id}/read`)));
  }

  /** @param {string} id */
  async markUnread(id) {
    await this.#attempt(async () => this.#changed(await this.#call('POST', `/notifications/${id}/unread`)));
  }

  /** Up to the newest that is shown: one that comes in the same moment stays unread. */
  async markAllRead() {
    if (this.items.length > 0) {
      await this.#attempt(async () => {
        this.#count(await this.#call('POST', '/notifications/read-all', { upTo: this.items[0].id }));
        await this.refresh();
      });
    }
  }

  /**
   * Registers this browser for Web Push; to be called in answer to a click, because it asks for permission.
   * @param {string} [worker] the service worker's address
   * @returns {Promise<boolean>} whether the user allowed it
   */
  async enablePush(worker = '/eventbus-notifications-worker.js') {
    if ((await globalThis.Notification.requestPermission()) !== 'granted') {
      return false;
    }
    await navigator.serviceWorker.register(worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    const { publicKey } = await this.#call('GET', '/push/vapid-key');
    const applicationServerKey = bytes(publicKey);
    const wanted = { userVisibleOnly: true, applicationServerKey };
    const former = await pushManager.getSubscription();
    if (former && !isSame(former.options.applicationServerKey, applicationServerKey)) {
      await former.unsubscribe();
    }
    const subscription = await pushManager.subscribe(wanted);
    await this.#call('POST', '/recipients/me/devices', { kind: 'WEBPUSH', subscription: subscription.toJSON() });
    return true;
  }

  /** @param {string} state */
  #connection(state) {
    if (state === 'open') {
      this.refresh();
    }
    this.#tell('change');
  }

  #heard(frame) {
    if (frame.type === 'notification') {
      const { notification } = frame;
      const isNew = !this.items.some(({ id }) => id === notification.id);
      this.#arrived.add(notification.id);
      this.items = [notification, ...this.items.filter((one) => !isReplaced(one, notification))];
      this.#sort();
      if (this.items.length > MOST_SHOWN) {
        this.items.length = MOST_AT_ONCE; // a page that stays open for days; the older ones are a click away again
        this.#refreshSoon();
      }
      this.client.ack(notification.id);
      this.#count(frame.unread);
      this.#tell('change');
      if (isNew) {
        this.#tell('notification', notification);
      }
    } else if (frame.type === 'unread' && this.#count(frame)) {
      this.#refreshSoon(); // changed elsewhere: another tab, another device
    }
  }

  #refreshSoon() {
    this.#refreshing ??= setTimeout(() => {
      this.#refreshing = undefined;
      this.refresh();
    }, GATHER_MILLIS);
  }

  /** @returns {boolean} whether it was news */
  #count({ count, version }) {
    const isNews = version > this.unread.version;
    if (isNews) {
      this.unread = { count, version };
      this.#tell('change');
    }
    return isNews;
  }

  #changed({ unread, ...notification }) {
    this.items = this.items.map((one) => (one.id === notification.id ? { ...one, ...notification } : one));
    this.#count(unread);
    this.#tell('change');
  }

  #show(items, cursor) {
    this.items = items;
    this.#cursor = cursor ?? undefined;
    this.hasMore = Boolean(cursor);
    this.#sort();
    this.#tell('change');
  }

  #sort() {
    this.items.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  }

  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      this.#tell('error', error);
    }
  }

  async #call(method, path, body) {
    const { token } = this.#options;
    const answer = await fetch(this.#base + path, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw Object.assign(new Error(said.detail ?? `status ${answer.status}`), { status: answer.status, code: said.code });
    }
    return said;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** A newer one with the same collapse key takes an unread one's place, here as in the inbox. */
function isReplaced(former, notification) {
  const isCollapsed = former.collapseKey && former.rule === notification.rule && former.collapseKey === notification.collapseKey;
  return former.id === notification.id || (isCollapsed && former.status !== 'READ');
}

/** @param {string} base64url */
function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
}

function isSame(former, wanted) {
  const known = new Uint8Array(former ?? new ArrayBuffer(0));
  return known.length === wanted.length && known.every((value, i) => value === wanted[i]);
}
