package dev.eventbus.bench.forwarder;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * Apache Camel from {@code nats:} to {@code http:}. Its pull mode never pulls in 4.17, so the server pushes. Messages are
 * acknowledged when the route returns: whatever the endpoint said, and before it said anything when the route goes on in
 * other threads.
 */
final class CamelRoute {
    private CamelRoute() {}

    /** The words of a {@link Job}, then {@code serial} or {@code threads}. */
    public static void main(String[] words) throws Exception {
        Job job = Job.of(words);
        boolean threads = words[5].equals("threads");
        Main main = new Main();
        main.configure().withDumpRoutes("false");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("nats:" + job.subject() + "?servers="
                                + job.nats().substring("nats://".length())
                                + "&jetstreamEnabled=true&jetstreamName=" + job.stream() + "&durableName="
                                + job.durable().replace("-durable", "")
                                + "&pullSubscription=false&queueName=q&replyToDisabled=true")
                        .removeHeaders("*")
                        .setHeader("CamelHttpMethod", constant("POST"))
                        .setHeader("Content-Type", constant("application/json"));
                String to = job.url() + "?connectionsPerRoute=256&maxTotalConnections=512";
                if (threads) {
                    route.threads(job.concurrency(), job.concurrency()).to(to);
                } else {
                    route.to(to);
                }
            }
        });
        main.run();
    }
}
