/**
 * A user's notifications in a browser: a bell with the unread count and the list behind it. No dependencies but the
 * gateway's own modules. Texts of notifications are only ever shown as text.
 *
 *     <script type="module" src="/eventbus-notifications.js"></script>
 *     <notification-bell workspace="demo"></notification-bell>
 *
 * Pages with a look of their own take the {@link NotificationFeed} alone.
 *
 * @module eventbus-notifications
 */
import { NotificationFeed } from './eventbus-notification-feed.js';

export { NotificationFeed };

/** An element with text, class and what else it is given. */
function element(name, { text, on, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  if (text !== undefined) {
    made.textContent = text;
  }
  Object.entries(on ?? {}).forEach(([type, listener]) => made.addEventListener(type, listener));
  made.append(...children);
  return made;
}

const BELL = 'M12 22a2.2 2.2 0 0 0 2.2-2H9.8a2.2 2.2 0 0 0 2.2 2Zm7-6v-5a7 7 0 0 0-5.5-6.8V3.5a1.5 1.5 0 0 0-3 0v.7A7 7 0 0 0 5 11v5l-2 2v1h18v-1l-2-2Z';

/** Drawn, because not every machine has a font with a bell. @param {string} path */
function picture(path) {
  const [svg, shape] = ['svg', 'path'].map((name) => document.createElementNS('http://www.w3.org/2000/svg', name));
  svg.setAttribute('viewBox', '0 0 24 24');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** @param {string} time ISO 8601 */
function ago(time) {
  const seconds = (Date.now() - Date.parse(time)) / 1_000;
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(-Math.floor(Math.max(0, seconds) / length), unit);
}

/** Shows a feed as a list; a click marks one as read. @param {NotificationFeed} feed @returns {HTMLElement} */
export function notificationList(feed) {
  const list = element('ul', { className: 'notifications' });
  const empty = element('p', { className: 'empty', text: 'Nothing here yet.' });
  const more = element('button', { type: 'button', className: 'more', text: 'Older', on: { click: () => feed.more() } });
  const show = () => {
    const focused = list.getRootNode().activeElement?.dataset?.id;
    list.replaceChildren(...feed.items.map((item) => entry(feed, item)));
    empty.hidden = feed.items.length > 0;
    more.hidden = !feed.hasMore;
    if (focused) {
      list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    }
  };
  feed.addEventListener('change', show);
  show();
  return element('div', { className: 'notification-list' }, empty, list, more);
}

function entry(feed, { id, title, body, status, priority, createdAt }) {
  const isUnread = status !== 'READ' && status !== 'EXPIRED';
  const toggle = () => (isUnread ? feed.markRead(id) : feed.markUnread(id));
  const button = element(
    'button',
    { type: 'button', title: isUnread ? 'Mark as read' : 'Mark as unread', on: { click: toggle } },
    element('strong', { text: title }),
    element('span', { className: 'body', text: body }),
    element('time', { dateTime: createdAt, text: ago(createdAt) }),
    element('span', { className: 'hint', text: isUnread ? 'unread' : 'read' }),
  );
  button.dataset.id = id;
  return element('li', { className: `${isUnread ? 'unread' : 'read'} ${priority.toLowerCase()}` }, button);
}

const LOOK = `
:host { position: relative; display: inline-block; font: inherit; }
.bell { font: inherit; font-size: 1.25rem; line-height: 1; padding: .5rem; border: 0; background: none; color: inherit; cursor: pointer; position: relative; }
svg { display: block; width: 1.5rem; height: 1.5rem; fill: currentColor; }
.count { position: absolute; top: 0; right: 0; min-width: 1.1rem; padding: .1rem .25rem; border-radius: 1rem; background: #b3261e; color: #fff; font-size: .7rem; text-align: center; box-sizing: border-box; }
.panel { position: absolute; right: 0; z-index: 10; width: min(24rem, calc(100vw - 2rem)); max-height: 70vh; overflow: auto; background: #fff; color: #1b1b1f; border: 1px solid #c7c5d0; border-radius: .75rem; box-shadow: 0 8px 24px #0003; }
.head { display: flex; justify-content: space-between; align-items: center; padding: .5rem 1rem; }
.head button, .more { font: inherit; font-size: .85rem; border: 0; background: none; color: #3949ab; cursor: pointer; padding: .5rem 0; }
.more { padding: .75rem 1rem; }
ul { list-style: none; margin: 0; padding: 0; }
li button { font: inherit; display: grid; gap: .15rem; width: 100%; text-align: left; padding: .75rem 1rem; border: 0; border-top: 1px solid #e4e1ec; background: none; color: inherit; cursor: pointer; overflow-wrap: anywhere; }
li.unread button { background: #eef0ff; }
li.read strong { font-weight: 400; }
li.urgent button { border-left: 4px solid #b3261e; }
.body { white-space: pre-line; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 6; }
time, .empty { color: #5d5c66; font-size: .8rem; }
.empty { padding: 0 1rem 1rem; margin: 0; }
.hint { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[hidden] { display: none; }
`;

/** `<notification-bell workspace="…" url="…">`: the unread count, and the list behind a click. */
export class NotificationBell extends HTMLElement {
  /** @type {NotificationFeed | undefined} set it before the element is shown to share one with the page */ feed;
  #isOwnFeed = false;

  connectedCallback() {
    if (!this.shadowRoot) {
      this.#isOwnFeed = !this.feed;
      this.feed ??= new NotificationFeed({
        workspace: this.getAttribute('workspace') ?? '',
        url: this.getAttribute('url') ?? '',
      });
      this.#build(this.feed);
    }
    if (this.#isOwnFeed) {
      this.feed.start();
    }
  }

  disconnectedCallback() {
    if (this.#isOwnFeed) {
      this.feed?.stop();
    }
  }

  /** @param {NotificationFeed} feed */
  #build(feed) {
    const root = this.attachShadow({ mode: 'open' });
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    root.adoptedStyleSheets = [look];
    const count = element('span', { className: 'count', ariaHidden: 'true' });
    const bell = element('button', { type: 'button', className: 'bell', ariaExpanded: 'false' }, picture(BELL), count);
    const allRead = element('button', { type: 'button', text: 'Mark all as read', on: { click: () => feed.markAllRead() } });
    const head = element('div', { className: 'head' }, element('strong', { text: 'Notifications' }), allRead);
    const panel = element('section', { className: 'panel', hidden: true, ariaLabel: 'Notifications' }, head, notificationList(feed));
    const open = (isOpen) => {
      panel.hidden = !isOpen;
      bell.ariaExpanded = String(isOpen);
    };
    bell.addEventListener('click', () => open(panel.hidden));
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        open(false);
        bell.focus();
      }
    });
    const show = () => {
      count.textContent = feed.unread.count > 99 ? '99+' : String(feed.unread.count);
      count.hidden = feed.unread.count === 0;
      bell.ariaLabel = `Notifications, ${feed.unread.count} unread`;
      allRead.hidden = feed.unread.count === 0;
    };
    feed.addEventListener('change', show);
    show();
    root.append(bell, panel);
  }
}

customElements.define('notification-bell', NotificationBell);
