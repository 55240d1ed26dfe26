package dev.eventbus.nats;

import dev.eventbus.json.EventCodec;
import dev.eventbus.testkit.TransportContract;
import dev.eventbus.transport.Transport;
import java.util.ArrayList;
import java.util.List;

/** What every transport does, over NATS; each heir says which server, which it starts once for all its tests. */
abstract class NatsContract extends TransportContract {
    private final List<NatsConnection> connections = new ArrayList<>();

    abstract NatsSettings settings();

    @Override
    protected void closed() {
        connections.forEach(NatsConnection::close);
    }

    @Override
    protected Transport open() {
        NatsConnection connection = NatsConnection.connect(settings());
        connections.add(connection);
        return NatsTransport.open(connection, settings());
    }

    @Override
    protected List<String> deadLetters(String durable, int expected) throws Exception {
        return DeadLetterQueue.of(connections.getFirst()).read("dlq." + durable + ".>", expected).stream()
                .map(message -> EventCodec.decode(message.getData()).id())
                .toList();
    }
}
