package dev.eventbus.forwarder.forward;

import dev.eventbus.nats.NatsConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the forwarder is given by the process it runs in.
 *
 * @param connection stays the caller's: closed after the forwarder
 * @param userAgent what endpoints see
 */
public record Surroundings(
        NatsConnection connection,
        Vertx vertx,
        MeterRegistry registry,
        String userAgent,
        InstantSource clock,
        RandomGenerator random) {}
