package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.Verdict;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterShelfIT extends PullLoopScenario {
    private final DeadLetterShelf shelf = DeadLetterShelf.of(connection);

    @BeforeEach
    void emptyStream() throws Exception {
        DeadLetters.ensure(connection);
        nats().jetStreamManagement().purgeStream(DeadLetters.STREAM);
    }

    @Test
    void listsWhatMatchesOldestFirstAndPageByPage() throws Exception {
        for (int i = 0; i < 10; i++) {
            letter("dlq.a.order." + (i % 2 == 0 ? "made" : "paid"), i < 6 ? "exhausted" : "rejected");
        }
        letter("dlq.b.order.made", "rejected");

        assertThat(all(LetterFilter.ALL, 3)).hasSize(11).isSorted();
        assertThat(all(LetterFilter.of("a"), 3)).hasSize(10);
        assertThat(all(LetterFilter.of("a").withSubject("order.made"), 100)).hasSize(5);
        assertThat(all(LetterFilter.ALL.withSubject("*.made"), 2)).hasSize(6);
        assertThat(all(LetterFilter.of("a").withKind("rejected"), 2)).hasSize(4);
        assertThat(all(LetterFilter.of("nobody"), 2)).isEmpty();
        assertThat(shelf.list(LetterFilter.of("a"), 9, 1).hasNext()).isTrue();
        assertThat(shelf.list(LetterFilter.of("a"), 10, 1).hasNext()).isFalse();
    }

    @Test
    void countsAsItLists() throws Exception {
        letter("dlq.a.order.made", "exhausted");
        long bound = letter("dlq.a.order.made", "rejected");
        letter("dlq.a.order.made", "rejected");

        assertThat(shelf.count(LetterFilter.of("a"), Long.MAX_VALUE)).isEqualTo(3);
        assertThat(shelf.count(LetterFilter.of("a"), bound)).isEqualTo(2);
        assertThat(shelf.count(LetterFilter.of("a").withKind("rejected"), bound))
                .isEqualTo(1);
        assertThat(shelf.lastSequence()).isEqualTo(bound + 1);
    }

    @Test
    void selectsByTheTimeOfTheLetter() throws Exception {
        long first = letter("dlq.a.x", "exhausted");
        Instant middle = timeOf(letter("dlq.a.x", "exhausted"));
        long last = letter("dlq.a.x", "exhausted");

        assertThat(all(LetterFilter.ALL.withTime(middle, null), 10)).containsExactly(first + 1, last);
        assertThat(all(LetterFilter.ALL.withTime(null, middle), 10)).containsExactly(first);
        assertThat(all(LetterFilter.ALL.withTime(middle, timeOf(last)), 10)).containsExactly(first + 1);
        assertThatThrownBy(() -> LetterFilter.ALL.withTime(middle, middle)).hasMessageContaining("later than from");
    }

    @Test
    void opensALetterWithEverythingTheFirstAttemptsHad() throws Exception {
        createStream();
        nats().jetStream()
                .publish(
                        name + ".a",
                        new Headers()
                                .put("Nats-Msg-Id", "id-1")
                                .put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        bytes("body"));
        Instant storedAt =
                nats().jetStreamManagement().getMessage(name, 1).getTime().toInstant();

        OpenedLetter opened = deadLettered();

        assertThat(opened.body()).isEqualTo(bytes("body"));
        StoredLetter letter = opened.letter();
        assertThat(letter.subscription()).isEqualTo(name);
        assertThat(letter.origin())
                .isEqualTo(new StoredLetter.Origin(
                        name + ".a",
                        name,
                        1,
                        "id-1",
                        storedAt,
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        assertThat(letter.failure().kind()).isEqualTo("rejected");
        assertThat(letter.failure().reason()).isEqualTo("no use");
        assertThat(letter.failure().attempts()).isEqualTo(1);
        assertThat(shelf.list(LetterFilter.of(name), 1, 1).letters()).containsExactly(letter);
    }

    @Test
    void takesTheTimeOfAnOldLettersOriginFromItsId() throws Exception {
        long old = publish(
                "dlq.a.x",
                new Headers().put("Nats-Msg-Id", "dlq:S:d:7:1700000000123").put(DeadLetters.SEQUENCE, "7"));
        long foreign = publish("dlq.a.x", new Headers().put("Nats-Msg-Id", "dlq:live#1:evt:2026-11-21T08:09:50Z"));

        assertThat(open(old).letter().origin().storedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(open(foreign).letter().origin().storedAt()).isNull();
    }

    @Test
    void fetchesABodyThatWasTooLargeFromItsOwnStreamUnlessItIsGoneOrAnother() throws Exception {
        createStream();
        byte[] large = new byte[(int) nats().getMaxPayload() - 100];
        nats().jetStream().publish(name + ".a", large);

        OpenedLetter letter = deadLettered();
        assertThat(letter.letter().bodyOmitted()).isTrue();
        assertThat(letter.body()).isEqualTo(large);

        nats().jetStreamManagement().deleteStream(name);
        createStream();
        publish(1); // takes the same sequence
        assertThat(open(letter.letter().sequence()).body()).isNull();
    }

    @Test
    void deletesOneLetterAndOnce() throws Exception {
        long first = letter("dlq.a.x", "exhausted");
        long second = letter("dlq.a.x", "exhausted");

        assertThat(shelf.delete(first)).isTrue();
        assertThat(shelf.delete(first)).isFalse();
        assertThat(shelf.get(first)).isEmpty();
        assertThat(shelf.get(second + 1)).isEmpty();
        assertThat(all(LetterFilter.ALL, 10)).containsExactly(second);
    }

    @Test
    void isEmptyWithoutAStreamAndUsesOneOfAnotherName() throws Exception {
        var management = nats().jetStreamManagement();
        management.deleteStream(DeadLetters.STREAM);
        assertThat(shelf.list(LetterFilter.ALL, 10, 1)).isEqualTo(new LetterPage(List.of(), 0));
        assertThat(shelf.count(LetterFilter.ALL, Long.MAX_VALUE)).isZero();
        assertThat(shelf.get(1)).isEmpty();
        assertThat(shelf.delete(1)).isFalse();
        management.addStream(StreamConfiguration.builder()
                .name("MORGUE")
                .subjects(DeadLetters.SUBJECTS)
                .build());
        try {
            letter("dlq.a.x", "exhausted");
            assertThat(all(LetterFilter.of("a"), 10)).containsExactly(1L);
        } finally {
            management.deleteStream("MORGUE");
        }
    }

    @Test
    void readsLettersThatAreNotOurs() throws Exception {
        long bare = publish("dlq.x", null);

        StoredLetter letter = open(bare).letter();
        assertThat(letter.subscription()).isEqualTo("unknown");
        assertThat(letter.failure().kind()).isEqualTo("unknown");
        assertThat(letter.failure().lastStatus()).isNull();
    }

    private OpenedLetter deadLettered() throws Exception {
        try (PullLoop loop = PullLoop.start(connection, spec, message -> Verdict.deadLetter("no use"))) {
            return open(DeadLetterQueue.of(connection)
                    .read("dlq." + name + ".>", 1)
                    .getFirst()
                    .metaData()
                    .streamSequence());
        }
    }

    private List<Long> all(LetterFilter filter, int limit) {
        List<Long> found = new ArrayList<>();
        LetterPage page = shelf.list(filter, limit, 1);
        while (true) {
            assertThat(page.letters()).hasSizeLessThanOrEqualTo(limit);
            page.letters().forEach(letter -> found.add(letter.sequence()));
            if (!page.hasNext()) {
                return found;
            }
            page = shelf.list(filter, limit, page.next());
        }
    }

    private OpenedLetter open(long sequence) {
        return shelf.get(sequence).orElseThrow();
    }

    private Instant timeOf(long sequence) {
        return open(sequence).letter().storedAt();
    }

    private static long letter(String subject, String kind) throws Exception {
        return publish(subject, new Headers().put(DeadLetters.CLASS, kind));
    }

    private static long publish(String subject, Headers headers) throws Exception {
        PublishAck stored = nats().jetStream().publish(subject, headers, bytes("{}"));
        return stored.getSeqno();
    }
}
