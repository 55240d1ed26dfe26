package dev.eventbus.notifications.push;

import dev.eventbus.notifications.channel.Channel;
import dev.eventbus.notifications.channel.Outcome;
import dev.eventbus.notifications.device.Device;
import dev.eventbus.notifications.device.DeviceKind;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.rule.ChannelKind;
import io.quarkus.arc.All;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * To each of a user's devices through its own push service. A device that took or refused a notification is not tried
 * again with it, so coming again reaches only the others; none waits for another one.
 */
@Singleton
final class PushChannel implements Channel {
    private static final Logger LOG = Logger.getLogger(PushChannel.class);

    // At most what the deliveries have under way, times the devices of a user: each waits for its turn in its lane.
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("notifier-push").start(task);

    // After that the devices that took it are enough.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Map<DeviceKind, PushService> services = new EnumMap<>(DeviceKind.class);
    private final PushLanes lanes;
    private final Messages messages;
    private final InstantSource clock;
    private final Batches<Outgoing, Targets> lookups;
    private final Batches<List<Pushed>, Boolean> records;

    PushChannel(@All List<PushService> services, PushStore store, Messages messages, InstantSource clock) {
        services.forEach(service -> this.services.put(service.kind(), service));
        this.lanes = new PushLanes(clock);
        this.messages = messages;
        this.clock = clock;
        this.lookups = Batches.start("notifier-push-devices", store::find);
        this.records = Batches.start("notifier-push-outcomes", batch -> {
            List<Pushed> all = batch.stream().flatMap(List::stream).toList();
            store.record(all, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return Collections.nCopies(batch.size(), true);
        });
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.PUSH;
    }

    @Override
    public CompletionStage<Outcome> send(Outgoing outgoing) {
        return lookups.ask(outgoing)
                .handle((targets, failure) -> failure == null ? targets : null)
                .thenCompose(targets -> targets == null
                        ? CompletableFuture.completedStage(new Outcome.Postponed("the devices could not be read"))
                        : push(outgoing, targets));
    }

    private CompletionStage<Outcome> push(Outgoing outgoing, Targets targets) {
        if (targets.devices().isEmpty()) {
            return CompletableFuture.completedStage(PushOutcome.of(targets, List.of(), false));
        }
        Message message = messages.of(outgoing);
        List<CompletableFuture<Pushed>> all = new ArrayList<>();
        for (Device device : targets.devices()) {
            all.add(CompletableFuture.supplyAsync(() -> push(device, message), THREADS));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList())
                .thenCompose(pushed -> recorded(outgoing, targets, pushed));
    }

    private Pushed push(Device device, Message message) {
        PushService service =
                Objects.requireNonNull(services.get(device.address().kind()), "there is one for each kind");
        Answer answer;
        try {
            answer = lanes.send(service, device, message);
        } catch (RuntimeException e) { // a fault of ours, which must cost the other devices nothing
            LOG.errorf("Did not push to a device: device=%s cause=%s", device.id(), e.getClass());
            LOG.debug("What kept from pushing", e);
            answer = new Answer.Refused("the notifier failed: " + e.getClass().getSimpleName());
        }
        return new Pushed(message.id(), device, answer);
    }

    /** What could not be written down costs a device a repetition at worst, which replaces what it shows. */
    private CompletionStage<Outcome> recorded(Outgoing outgoing, Targets targets, List<Pushed> pushed) {
        return records.ask(pushed).handle((done, failure) -> {
            if (failure != null) {
                LOG.debugf("Did not write down what became of pushes: count=%d cause=%s", pushed.size(), failure);
            }
            Instant created = outgoing.notification().createdAt();
            boolean isOld = clock.instant().isAfter(created.plus(PATIENCE));
            return PushOutcome.of(targets, pushed, isOld);
        });
    }

    @PreDestroy
    void close() {
        lookups.close();
        records.close();
    }
}
