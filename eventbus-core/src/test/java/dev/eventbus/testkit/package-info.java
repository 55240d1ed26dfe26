/**
 * For testing code that publishes and subscribes, without a broker and without waiting: the artifact {@code
 * eventbus-core} of type {@code test-jar}, in test scope.
 *
 * {@snippet :
 * try (TestBus bus = TestBus.create()) {
 *     RecordingHandler handler = bus.record(SubscribeOptions.to("deal.closed").org("org_1"));
 *     new Deals(bus.bus()).close("deal_7");
 *     assertThat(handler.awaitOne()).hasKey("deal.closed").hasResourceId("deal_7").hasPayload("{\"won\":true}");
 * }
 * }
 *
 * <p>{@link dev.eventbus.testkit.TestBus} is the bus in memory, its clock turned by hand, so that retries come when the
 * test says so; {@link dev.eventbus.testkit.EventBusAssertions} says what events and dead letters should be like. The
 * assertions need AssertJ; {@link dev.eventbus.testkit.TransportContract} and {@link
 * dev.eventbus.testkit.MatchingCases}, which prove a transport of one's own, need AssertJ and JUnit. Neither comes with
 * the test-jar: whoever uses them has them. The rest needs eventbus-core alone.
 */
@NullMarked
package dev.eventbus.testkit;

import org.jspecify.annotations.NullMarked;
