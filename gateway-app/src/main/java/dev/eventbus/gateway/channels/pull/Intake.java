package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.gateway.channels.StatusLog;
import dev.eventbus.gateway.channels.intake.Incoming;
import dev.eventbus.gateway.channels.intake.PublishOnce;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Publishes what was fetched, and keeps account of it. Blocks. */
@ApplicationScoped
class Intake {
    private final PublishOnce publishing;
    private final StatusLog status;

    Intake(PublishOnce publishing, StatusLog status) {
        this.publishing = publishing;
        this.status = status;
    }

    /**
     * Returns once it is stored, or is left out for good because no event can hold it: it would be in the way of all others
     * for ever. Throws a {@link ProblemException} (503) if it is to be tried again.
     */
    void take(Channel channel, Incoming incoming) {
        try {
            status.taken(channel.id(), publishing.publish(channel, incoming).isNew());
        } catch (ProblemException e) {
            boolean isForGood = e.problem().status() < 500;
            failed(
                    channel,
                    (isForGood ? "One was left out for good: " : "One is to be tried again: ") + e.getMessage());
            if (!isForGood) {
                throw e;
            }
        }
    }

    /** @param reason in a sentence, fit for the channel's owner */
    void failed(Channel channel, String reason) {
        status.failed(channel.id(), reason);
    }
}
