package dev.eventbus.bench.nats;

/** Who speaks to the server. Public because JMH's generated code sets it. */
public enum Engine {
    EVENTBUS {
        @Override
        Client connect(String url, Workload workload) {
            return EventBusClient.connect(url, workload);
        }
    },
    /** The bare client library, with the options that were found to be fastest. */
    JNATS {
        @Override
        Client connect(String url, Workload workload) throws Exception {
            return JnatsClient.connect(url, workload);
        }
    };

    abstract Client connect(String url, Workload workload) throws Exception;
}
