package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.nats.ReadCursor.Found;
import dev.eventbus.transport.StartAt;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadCursorTest {
    private static final Instant CREATED = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void fromNowOnIsBehindWhatThereIs() {
        ReadCursor cursor = looked(StartAt.now(), view(1, 7));

        assertThat(startSequence(cursor)).isEqualTo(8);
        assertThat(cursor.isAtEnd()).isTrue();
    }

    @Test
    void aNewConsumerBeginsBehindWhatWasReadLast() {
        ReadCursor cursor = looked(StartAt.all(), view(1, 7));
        assertThat(configuration(cursor).getDeliverPolicy()).isEqualTo(DeliverPolicy.All);

        assertThat(cursor.advance(3)).isTrue();

        assertThat(startSequence(cursor)).isEqualTo(4);
        assertThat(cursor.advance(3)).as("read already").isFalse();
        assertThat(cursor.isAtEnd()).isFalse();
    }

    @Test
    void aTimeIsKeptUntilSomethingWasRead() {
        Instant time = CREATED.plusSeconds(5);
        ReadCursor cursor = looked(StartAt.time(time), view(3, 7));

        assertThat(configuration(cursor).getStartTime().toInstant()).isEqualTo(time);
        cursor.advance(5);
        assertThat(startSequence(cursor)).isEqualTo(6);
    }

    @Test
    void whatIsGoneIsTold() {
        assertThat(new ReadCursor(StartAt.all()).look(view(5, 7))).isEqualTo(new Found.Same());

        ReadCursor cursor = new ReadCursor(StartAt.sequence(2));
        assertThat(cursor.look(view(5, 7))).isEqualTo(new Found.Gap(2, 4));
        assertThat(cursor.look(view(5, 7))).as("told once").isEqualTo(new Found.Same());
        cursor.advance(5);
        assertThat(cursor.look(view(9, 9))).isEqualTo(new Found.Gap(6, 8));
        assertThat(startSequence(cursor)).isEqualTo(9);
    }

    @Test
    void aStreamMadeAnewIsReadFromItsBeginning() {
        ReadCursor cursor = looked(StartAt.sequence(4), view(1, 7));
        cursor.advance(7);

        Found found = cursor.look(new StreamView(CREATED.plusSeconds(60), 1, 20));

        assertThat(found).isEqualTo(new Found.Anew());
        assertThat(configuration(cursor).getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
        assertThat(cursor.advance(1)).isTrue();
    }

    @Test
    void whatComesInPlaceOfALostTailIsRead() {
        ReadCursor cursor = looked(StartAt.all(), view(1, 7));
        cursor.advance(9);

        assertThat(cursor.look(view(1, 6))).isEqualTo(new Found.Same());

        assertThat(startSequence(cursor)).isEqualTo(7);
        assertThat(cursor.advance(7)).isTrue();
    }

    @Test
    void aBeginningThatIsStillToComeIsWaitedFor() {
        ReadCursor cursor = looked(StartAt.sequence(20), view(1, 7));

        assertThat(cursor.look(view(1, 8))).isEqualTo(new Found.Same());

        assertThat(startSequence(cursor)).isEqualTo(20);
        assertThat(cursor.advance(19)).isFalse();
        assertThat(cursor.isAtEnd()).isTrue();
    }

    private static ReadCursor looked(StartAt start, StreamView view) {
        ReadCursor cursor = new ReadCursor(start);
        assertThat(cursor.look(view)).isEqualTo(new Found.Same());
        return cursor;
    }

    private static StreamView view(long first, long last) {
        return new StreamView(CREATED.plus(Duration.ofNanos(first)), first, last);
    }

    private static ConsumerConfiguration configuration(ReadCursor cursor) {
        return cursor.startOf(ConsumerConfiguration.builder()).build();
    }

    private static long startSequence(ReadCursor cursor) {
        ConsumerConfiguration configuration = configuration(cursor);
        assertThat(configuration.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartSequence);
        return configuration.getStartSequence();
    }
}
