package dev.eventbus.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The browser's client with a clock and a socket that do as they are told. */
class BrowserClientTest {
    private static final String SURROUNDINGS = """
            var now = 0, timers = [], sockets = [], states = [], told = [], random = 0.5;
            Math.random = () => random;
            globalThis.setTimeout = (then, wait) => { const timer = { then, at: now + wait }; timers.push(timer); return timer; };
            globalThis.clearTimeout = (timer) => { timers = timers.filter((other) => other !== timer); };
            globalThis.location = { protocol: 'https:', host: 'events.example.com' };
            function advance(time) {
              const end = now + time;
              for (;;) {
                const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
                if (!next) break;
                timers = timers.filter((timer) => timer !== next);
                now = next.at;
                next.then();
              }
              now = end;
            }
            class FakeSocket {
              constructor(url, protocols) { this.url = url; this.protocols = protocols; this.sent = []; sockets.push(this); }
              send(text) { this.sent.push(text); }
              close() { this.isClosed = true; }
              open() { this.onopen({}); return this; }
              say(frame) { this.onmessage({ data: JSON.stringify(frame) }); return this; }
              lose(code = 1006, reason = '') { this.onclose({ code, reason }); }
            }
            globalThis.WebSocket = FakeSocket;
            const last = () => sockets[sockets.length - 1];
            const event = (ref, position, number) => ({ type: 'event', ref, position, event: { number } });
            """;

    private final Script script = new Script(SURROUNDINGS);

    @AfterEach
    void close() {
        script.close();
    }

    @Test
    void connectsToThePagesOwnGatewayAndTellsEachSubscriptionItsEvents() {
        connect("{ workspace: 'demo', token: 't' }");
        run(
                "bus.subscribe({ pattern: 'a.*', filters: { x: 'y' }, onEvent: (e, p) => told.push(`b${e.number}@${p}`) })");

        run(
                "last().say(event([1, 2], '7', 1)).say(event([2], '8', 2)).say(event([99], '9', 3)).say(event([1], '', 4))");

        assertThat(text("last().url")).isEqualTo("wss://events.example.com/ws/workspaces/demo");
        assertThat(text("last().protocols.join()")).isEqualTo("bearer.t");
        assertThat(text("last().sent.join()"))
                .isEqualTo("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\"},"
                        + "{\"type\":\"subscribe\",\"ref\":2,\"pattern\":\"a.*\",\"filters\":{\"x\":\"y\"}}");
        assertThat(text("told.join()")).isEqualTo("a1@7,b1@7,b2@8,a4@");
    }

    @Test
    void goesOnBehindWhatItHeardLast() {
        connect("{ workspace: 'demo' }");
        run(
                "last().say({ type: 'subscribed', ref: 1, position: '5' }).say(event([1], '7', 1)).say(event([1], '', 2)).lose()");
        run("const before = last(); advance(500); last().open()");

        assertThat(text("last().sent.join()"))
                .isEqualTo("{\"type\":\"subscribe\",\"ref\":1,\"pattern\":\"a.b\",\"since\":\"7\"}");
        run("before.say(event([1], '8', 3)); last().say(event([1], '8', 4))");
        assertThat(text("told.join()")).isEqualTo("a1@7,a2@,a4@8");
    }

    @Test
    void goesOnWhereASubscriptionBeganThatHeardNothing() {
        connect("{ workspace: 'demo' }");
        run("last().say({ type: 'subscribed', ref: 1, position: '5' }).lose(); advance(500); last().open()");

        assertThat(text("last().sent.join()")).contains("\"since\":\"5\"");
    }

    @Test
    void tellsAGapAndGoesOnBehindIt() {
        connect("{ workspace: 'demo' }");

        run("last().say({ type: 'gap', ref: 1, from: '5', to: '60' })");

        assertThat(text("told.join()")).isEqualTo("gap 5-60");
        assertThat(text("subscription.position")).isEqualTo("60");
    }

    @Test
    void waitsLongerEachTimeUpToABoundAndBeginsAnewAfterAGoodConnection() {
        connect("{ workspace: 'demo' }");
        run("""
                var waits = [];
                for (let i = 0; i < 9; i++) {
                  last().lose();
                  const count = sockets.length, before = now;
                  while (sockets.length === count) advance(1);
                  waits.push(now - before);
                }
                """);
        assertThat(text("waits.join()")).isEqualTo("375,750,1500,3000,6000,12000,22500,22500,22500");

        run("random = 0; last().open(); advance(5000); last().lose(); advance(249)");
        assertThat(number("sockets.length")).isEqualTo(10);
        run("advance(1)");
        assertThat(number("sockets.length")).isEqualTo(11);
    }

    @Test
    void asksASilentGatewayForASignOfLifeAndLeavesADeadOne() {
        connect("{ workspace: 'demo' }");
        run("last().sent = []; advance(25000)");
        assertThat(text("last().sent.join()")).isEqualTo("{\"type\":\"ping\"}");

        run("last().say({ type: 'pong' }); advance(25000); const silent = last(); advance(10000)");

        assertThat(bool("silent.isClosed")).isTrue();
        assertThat(text("bus.state")).isEqualTo("waiting");
    }

    @Test
    void leavesAGatewayThatDoesNotLetItInInTime() {
        run("var bus = new EventBusClient({ workspace: 'demo' }); bus.connect(); advance(10000)");

        assertThat(bool("last().isClosed")).isTrue();
        assertThat(text("bus.state")).isEqualTo("waiting");
    }

    @Test
    void comesBackAfterARestartButNotWhenItWasSignedOut() {
        connect("{ workspace: 'demo' }");
        run("last().lose(1001, 'the gateway is going away; reconnect'); advance(500); last().open()");
        assertThat(text("bus.state")).isEqualTo("open");

        run("last().lose(1008, 'signed out'); advance(100000)");

        assertThat(text("bus.state")).isEqualTo("ended");
        assertThat(number("sockets.length")).isEqualTo(2);
        assertThat(text("states.join()")).endsWith("ended signed out");
        assertThat(number("timers.length")).isZero();
    }

    @Test
    void publishesAndTellsWhatBecameOfIt() {
        connect("{ workspace: 'demo' }");
        run(
                "const say = (name) => [(id) => told.push(name + ' ' + id), (e) => told.push(name + ' ' + (e.code ?? e.message))]");
        run(
                "['one', 'two', 'three'].forEach((name) => bus.publish({ eventKey: 'a.b', payload: { name } }).then(...say(name)))");
        run("last().say({ type: 'published', ref: 2, eventId: 'e1' })"
                + ".say({ type: 'error', ref: 3, code: 'invalid_request', message: 'no' }).lose()");
        run("bus.publish({ eventKey: 'a.b' }).then(...say('four'))");

        assertThat(text("last().sent[1]"))
                .isEqualTo("{\"eventKey\":\"a.b\",\"payload\":{\"name\":\"one\"},\"type\":\"publish\",\"ref\":2}");
        assertThat(text("told.join()"))
                .isEqualTo(
                        "one e1,two invalid_request,three connection lost: closed with code 1006,four not connected");
    }

    @Test
    void triesAgainWhatIsRefusedForTheMomentAndDropsTheRest() {
        connect("{ workspace: 'demo' }");
        run(
                "last().sent = []; last().say({ type: 'error', ref: 1, code: 'database_unavailable', message: 'm' }); advance(500)");
        assertThat(number("last().sent.length")).isEqualTo(1);

        run(
                "last().say({ type: 'error', ref: 1, code: 'invalid_request', message: 'm' }).lose(); advance(500); last().open()");

        assertThat(text("told.join()")).isEqualTo("refused invalid_request");
        assertThat(number("last().sent.length")).isZero();
    }

    @Test
    void saysNoMoreInASecondThanTheGatewayTakes() {
        connect("{ workspace: 'demo' }");
        run("for (let i = 0; i < 150; i++) bus.ack('n' + i)");
        assertThat(number("last().sent.length")).isEqualTo(60);

        run("advance(1000)");
        assertThat(number("last().sent.length")).isEqualTo(120);
        run("advance(1000)");
        assertThat(number("last().sent.length")).isEqualTo(151);
    }

    @Test
    void goesOnWhenThePageThrowsAndTellsNotifications() {
        run("globalThis.console = { error: () => told.push('logged') }");
        connect("{ workspace: 'demo', onNotification: (n) => told.push(n.notificationId) }");
        run("bus.subscribe({ pattern: 'c.d', onEvent: () => { throw new Error('page') } })");

        run("last().say(event([2, 1], '7', 1)).say({ type: 'notification', notificationId: 'n1' })");

        assertThat(text("told.join()")).isEqualTo("logged,a1@7,n1");
    }

    @Test
    void endsWhenThePageSaysSoAndGoesOnWhenItConnectsAgain() {
        connect("{ workspace: 'demo' }");
        run("last().say(event([1], '7', 1)); bus.close(); advance(100000)");
        assertThat(number("sockets.length")).isEqualTo(1);
        assertThat(bool("last().isClosed")).isTrue();

        run("bus.connect(); last().open()");

        assertThat(text("last().sent.join()")).contains("\"since\":\"7\"");
    }

    private void connect(String options) {
        run("var bus = new EventBusClient({ onState: (state, why) => states.push(`${state} ${why}`), ...%s })"
                .formatted(options));
        run("""
                var subscription = bus.subscribe({
                  pattern: 'a.b',
                  onEvent: (e, p) => told.push(`a${e.number}@${p}`),
                  onGap: (from, to) => told.push(`gap ${from}-${to}`),
                  onError: (error) => told.push(`refused ${error.code}`),
                });
                bus.connect(); last().open();
                """);
    }

    private void run(String code) {
        var unused = script.run(code);
    }

    private String text(String code) {
        return script.run(code).asString();
    }

    private int number(String code) {
        return script.run(code).asInt();
    }

    private boolean bool(String code) {
        return script.run(code).asBoolean();
    }
}
