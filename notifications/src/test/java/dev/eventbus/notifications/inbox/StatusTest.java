package dev.eventbus.notifications.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "CREATED,   false, true,  true,  true,  true",
        "DELIVERED, false, false, true,  true,  false",
        "READ,      false, true,  false, false, false",
        "EXPIRED,   false, false, false, false, false",
        "FAILED,    false, false, false, false, false"
    })
    void neverGoesBackwardsExceptFromReadToUnread(
            Status from, boolean created, boolean delivered, boolean read, boolean expired, boolean failed) {
        assertThat(from.mayBecome(Status.CREATED)).isEqualTo(created);
        assertThat(from.mayBecome(Status.DELIVERED)).isEqualTo(delivered);
        assertThat(from.mayBecome(Status.READ)).isEqualTo(read);
        assertThat(from.mayBecome(Status.EXPIRED)).isEqualTo(expired);
        assertThat(from.mayBecome(Status.FAILED)).isEqualTo(failed);
    }

    @Test
    void readsWhatIsCreatedOrDelivered() {
        assertThat(Status.READ.sources()).containsExactlyInAnyOrder(Status.CREATED, Status.DELIVERED);
    }

    @Test
    void countsAsUnreadWhatCanStillBeRead() {
        assertThat(Status.UNREAD).isEqualTo(Status.READ.sources());
    }
}
