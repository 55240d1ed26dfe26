/**
 * Events of one workspace in a browser: subscribes over the gateway's WebSocket, and goes on where it was after every
 * reconnect, without gap or double. No dependencies.
 *
 *     import { EventBusClient } from '/eventbus-client.js';
 *     const bus = new EventBusClient({ workspace: 'demo' });
 *     bus.subscribe({ pattern: 'conversation.message_posted', onEvent: (event) => show(event) });
 *     bus.connect();
 *
 * @module eventbus-client
 */

/**
 * @typedef {object} ClientOptions
 * @property {string} workspace the workspace's id
 * @property {string} [url] the gateway, such as `wss://events.example.com`; this page's own unless given
 * @property {string | (() => string | Promise<string>)} [token] sent as subprotocol; without it the cookie counts
 * @property {(state: State, reason: string) => void} [onState] called when the connection changes
 * @property {(notification: object) => void} [onNotification] called for frames that belong to no subscription
 * @property {Partial<Timing>} [timing]
 * @property {typeof WebSocket} [WebSocket] another implementation, for tests
 */

/**
 * `ended`: closed by `close()`, or by the gateway in a way that coming back would not mend (signed out, too much said).
 * @typedef {'connecting' | 'open' | 'waiting' | 'ended'} State
 */

/**
 * All in milliseconds.
 * @typedef {object} Timing
 * @property {number} firstWait before the first attempt to reconnect; doubles with each
 * @property {number} longestWait
 * @property {number} quiet silence after which the gateway is asked for a sign of life
 * @property {number} answer how long it has to give one, to open a connection and to answer a publish
 * @property {number} steady a connection that lasts so long was a good one: waits begin small again
 */

/**
 * @typedef {object} SubscribeOptions
 * @property {string} pattern `[source.]resource.event`, each segment may be `*`
 * @property {Record<string, string | string[]>} [filters] pairs an event must have
 * @property {string} [since] a position, or the id of an event in the log, to begin behind; with what comes unless given
 * @property {(event: object, position: string) => void} onEvent position is empty for ephemeral events
 * @property {(from: string, to: string) => void} [onGap] events from … to … cannot be told any more: load the state anew
 * @property {(error: {code: string, message: string}) => void} [onError] the subscription was refused and is no more
 */

/** @typedef {{readonly position: string | undefined, unsubscribe: () => void}} Subscription */

/** @type {Timing} */
const TIMING = { firstWait: 500, longestWait: 30_000, quiet: 25_000, answer: 10_000, steady: 5_000 };

/** The gateway hangs up on whoever says more than 100 frames in a second. */
const FRAMES_PER_SECOND = 60;
const MAX_WAITING_FRAMES = 1_000;
const ENDED_FOR_GOOD = 1008;
const TRANSIENT = new Set(['database_unavailable', 'broker_unavailable', 'notifier_unavailable']);

export class EventBusClient {
  /** @type {ClientOptions} */ #options;
  /** @type {Timing} */ #timing;
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {State} */ #state = 'ended';
  #attempt = 0;
  #nextRef = 1;
  /** @type {Map<number, any>} */ #subscriptions = new Map();
  /** @type {Map<number, {resolve: (id: string) => void, reject: (error: Error) => void, timer: any}>} */
  #publishes = new Map();
  /** @type {string[]} */ #outgoing = [];
  /** @type {Map<string, any>} */ #timers = new Map();
  #sentThisSecond = 0;
  #wake = () => this.#state === 'waiting' && this.#open();

  /** @param {ClientOptions} options */
  constructor(options) {
    if (!options || !options.workspace) {
      throw new TypeError('workspace must be given');
    }
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /** Connects, and from then on again and again until `close()`. */
  connect() {
    if (this.#state === 'ended') {
      this.#attempt = 0;
      globalThis.addEventListener?.('online', this.#wake);
      this.#open();
    }
  }

  /** Ends the connection. Subscriptions stay, and go on where they were after another `connect()`. */
  close() {
    this.#end('closed by the page');
  }

  /**
   * Before or after `connect()`.
   * @param {SubscribeOptions} options
   * @returns {Subscription}
   */
  subscribe(options) {
    const ref = this.#nextRef++;
    const subscription = { ...options, ref, last: options.since };
    this.#subscriptions.set(ref, subscription);
    if (this.#state === 'open') {
      this.#sendSubscribe(subscription);
    }
    return {
      get position() {
        return subscription.last;
      },
      unsubscribe: () => {
        if (this.#subscriptions.delete(ref) && this.#state === 'open') {
          this.#say({ type: 'unsubscribe', ref });
        }
      },
    };
  }

  /**
   * Publishes an event. Rejects when the gateway refuses it; and when it does not answer, be it for a lost connection:
   * then the event may have been published all the same.
   * @param {{eventKey: string, payload?: object, resourceId?: string, filters?: Record<string, string | string[]>,
   *   tags?: string[], actor?: string, schemaVersion?: string, durability?: 'PERSISTENT' | 'EPHEMERAL'}} event
   * @returns {Promise<string>} the event's id
   */
  publish(event) {
    return new Promise((resolve, reject) => {
      if (this.#state !== 'open') {
        reject(new Error('not connected'));
        return;
      }
      const ref = this.#nextRef++;
      const timer = setTimeout(() => this.#settle(ref)?.reject(new Error('no answer in time')), this.#timing.answer);
      this.#publishes.set(ref, { resolve, reject, timer });
      if (!this.#say({ ...event, type: 'publish', ref })) {
        this.#settle(ref)?.reject(new Error('too much is waiting to be sent'));
      }
    });
  }

  /** @param {string} notificationId was received */
  ack(notificationId) {
    this.#say({ type: 'ack', notificationId });
  }

  /** @param {string} notificationId was seen by the user */
  read(notificationId) {
    this.#say({ type: 'read', notificationId });
  }

  async #open() {
    this.#clear('retry');
    this.#change('connecting', '');
    try {
      const { token } = this.#options;
      const shown = typeof token === 'function' ? await token() : token;
      if (this.#state !== 'connecting' || this.#socket) {
        return; // closed, or opened, while the token was being fetched
      }
      this.#listenTo(this.#newSocket(shown));
    } catch (error) {
      this.#lost(String(error));
    }
  }

  /** @param {string | undefined} token */
  #newSocket(token) {
    const page = globalThis.location;
    const base = (this.#options.url ?? `${page.protocol}//${page.host}`).replace(/^http/, 'ws').replace(/\/$/, '');
    const address = `${base}/ws/workspaces/${encodeURIComponent(this.#options.workspace)}`;
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    return token ? new Socket(address, [`bearer.${token}`]) : new Socket(address);
  }

  /** @param {WebSocket} socket what comes from an earlier one is of no interest any more */
  #listenTo(socket) {
    this.#socket = socket;
    const ifPresent = (/** @type {(event: any) => void} */ then) => (/** @type {any} */ event) => {
      if (this.#socket === socket) {
        then(event);
      }
    };
    socket.onopen = ifPresent(() => this.#opened());
    socket.onmessage = ifPresent((message) => this.#heard(JSON.parse(message.data)));
    socket.onclose = ifPresent((close) => this.#closed(close.code, close.reason));
    this.#after('silence', this.#timing.answer, () => this.#lost('could not connect in time'));
  }

  #opened() {
    this.#change('open', '');
    this.#after('steady', this.#timing.steady, () => {
      this.#attempt = 0;
    });
    this.#expectWords();
    for (const subscription of this.#subscriptions.values()) {
      this.#sendSubscribe(subscription);
    }
  }

  #sendSubscribe({ ref, pattern, filters, last }) {
    this.#say({ type: 'subscribe', ref, pattern, ...(filters && { filters }), ...(last !== undefined && { since: last }) });
  }

  /** @param {any} frame */
  #heard(frame) {
    this.#expectWords();
    switch (frame.type) {
      case 'event':
        frame.ref.forEach((/** @type {number} */ ref) => this.#deliver(this.#subscriptions.get(ref), frame));
        break;
      case 'subscribed':
        this.#begun(this.#subscriptions.get(frame.ref), frame.position);
        break;
      case 'gap':
        this.#gap(this.#subscriptions.get(frame.ref), frame);
        break;
      case 'published':
        this.#settle(frame.ref)?.resolve(frame.eventId);
        break;
      case 'error':
        this.#refused(frame);
        break;
      case 'pong':
      case 'unsubscribed':
        break;
      default:
        this.#call(this.#options.onNotification, frame);
    }
  }

  #deliver(subscription, { event, position }) {
    if (subscription) {
      subscription.last = position || subscription.last;
      this.#call(subscription.onEvent, event, position);
    }
  }

  /** Where to go on if the connection is lost before anything is heard. */
  #begun(subscription, position) {
    if (subscription && position) {
      subscription.last = position;
    }
  }

  #gap(subscription, { from, to }) {
    if (subscription) {
      subscription.last = to;
      this.#call(subscription.onGap, from, to);
    }
  }

  #refused({ ref, code, message }) {
    this.#settle(ref)?.reject(Object.assign(new Error(message), { code }));
    const subscription = this.#subscriptions.get(ref);
    if (subscription && TRANSIENT.has(code)) {
      this.#after(`subscribe ${ref}`, this.#backoff(1), () => {
        if (this.#state === 'open' && this.#subscriptions.has(ref)) {
          this.#sendSubscribe(subscription);
        }
      });
    } else if (subscription) {
      this.#subscriptions.delete(ref);
      this.#call(subscription.onError, { code, message });
    }
  }

  /** What the page does wrong must not end the connection. */
  #call(callback, ...told) {
    try {
      callback?.(...told);
    } catch (error) {
      console.error(error);
    }
  }

  /** @param {number} ref */
  #settle(ref) {
    const publish = this.#publishes.get(ref);
    if (publish) {
      clearTimeout(publish.timer);
      this.#publishes.delete(ref);
    }
    return publish;
  }

  /** A connection may be gone without a word: silence is answered by a ping, and silence after it is the end. */
  #expectWords() {
    this.#after('silence', this.#timing.quiet, () => {
      this.#say({ type: 'ping' });
      this.#after('silence', this.#timing.answer, () => this.#lost('the gateway is silent'));
    });
  }

  #say(frame) {
    if (this.#state !== 'open' || this.#outgoing.length >= MAX_WAITING_FRAMES) {
      return false;
    }
    this.#outgoing.push(JSON.stringify(frame));
    this.#flush();
    return true;
  }

  #flush() {
    while (this.#outgoing.length > 0 && this.#sentThisSecond < FRAMES_PER_SECOND) {
      this.#socket?.send(/** @type {string} */ (this.#outgoing.shift()));
      this.#sentThisSecond++;
    }
    if (this.#sentThisSecond > 0 && !this.#timers.has('pace')) {
      this.#after('pace', 1_000, () => {
        this.#sentThisSecond = 0;
        this.#flush();
      });
    }
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    if (code === ENDED_FOR_GOOD) {
      this.#end(reason || 'ended by the gateway');
    } else {
      this.#lost(reason || `closed with code ${code}`);
    }
  }

  /** @param {string} reason */
  #lost(reason) {
    this.#drop(reason);
    this.#change('waiting', reason);
    this.#after('retry', this.#backoff(++this.#attempt), () => this.#open());
  }

  /** @param {string} reason */
  #end(reason) {
    globalThis.removeEventListener?.('online', this.#wake);
    this.#drop(reason);
    this.#change('ended', reason);
  }

  /** @param {string} reason */
  #drop(reason) {
    [...this.#timers.keys()].forEach((name) => this.#clear(name));
    this.#sentThisSecond = 0;
    this.#outgoing = [];
    [...this.#publishes.keys()].forEach((ref) => this.#settle(ref)?.reject(new Error(`connection lost: ${reason}`)));
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Half of it by chance, so that those who were cut off together do not come back together. @param {number} attempt */
  #backoff(attempt) {
    const wait = Math.min(this.#timing.longestWait, this.#timing.firstWait * 2 ** Math.min(attempt - 1, 20));
    return wait / 2 + (Math.random() * wait) / 2;
  }

  /** @param {State} state @param {string} reason */
  #change(state, reason) {
    if (this.#state !== state) {
      this.#state = state;
      this.#call(this.#options.onState, state, reason);
    }
  }

  /** One timer of a name at a time. */
  #after(name, wait, then) {
    this.#clear(name);
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        then();
      }, wait),
    );
  }

  #clear(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
