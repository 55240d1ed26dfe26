package dev.eventbus.bench.nats;

/** Who speaks to the server. Public because JMH's generated code sets it. */
public enum Engine {
    EVENTBUS {
        @Override
        Client connect(String url, Workload workload) {
            return EventBusClient.connect(url, workload);
        }
    },
    /** The bare client library, with the options that were found to be fastest: sends bytes and looks at none. */
    JNATS {
        @Override
        Client connect(String url, Workload workload) throws Exception {
            return JnatsClient.connect(url, workload, Bodies.ready(workload));
        }
    },
    /** The same where the bodies are written and read as JSON, which a service has to do as well: what it comes to. */
    JACKSON {
        @Override
        Client connect(String url, Workload workload) throws Exception {
            return JnatsClient.connect(url, workload, Bodies.json(workload));
        }
    };

    abstract Client connect(String url, Workload workload) throws Exception;
}
