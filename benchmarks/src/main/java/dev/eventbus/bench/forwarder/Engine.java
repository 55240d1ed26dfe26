package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.Jvm;
import dev.eventbus.bench.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who brings messages to an endpoint; each in a process of its own with the same heap. */
enum Engine {
    EVENTBUS {
        @Override
        ProcessBuilder command(Job job, Path folder) throws IOException {
            return Forwarder.command(job.nats(), List.of(Forwarder.subscription(job)), folder);
        }
    },
    BARE {
        @Override
        ProcessBuilder command(Job job, Path folder) {
            return Jvm.of(BareLoop.class, job.words());
        }
    },
    /** One request after another, acknowledged when answered, whatever the answer was. */
    CAMEL {
        @Override
        ProcessBuilder command(Job job, Path folder) {
            return Jvm.of(CamelRoute.class, job.words(), "serial");
        }

        @Override
        boolean takesPart(Case what) {
            return what.sinkMillis() == 0;
        }
    },
    /** As many at a time as asked for, acknowledged before they are sent. */
    CAMEL_THREADS {
        @Override
        ProcessBuilder command(Job job, Path folder) {
            return Jvm.of(CamelRoute.class, job.words(), "threads");
        }
    },
    /** What one writes first with the Quarkus connector. */
    QUARKUS {
        @Override
        ProcessBuilder command(Job job, Path folder) {
            String stream = "-Dquarkus.messaging.nats.streams." + job.stream();
            String consumer = stream + ".pull-consumers." + job.durable();
            ProcessBuilder builder = Jvm.java(
                    stream + ".subjects=" + job.subject(),
                    stream + ".retention-policy=limits",
                    consumer + ".consumer-configuration.filter-subjects=" + job.subject(),
                    consumer + ".consumer-configuration.durable=true",
                    consumer + ".consumer-configuration.payload-type=com.fasterxml.jackson.databind.JsonNode",
                    "-jar",
                    Jvm.quarkus("benchmarks/quarkus-bridge").toString());
            builder.environment().put("BRIDGE_NATS", job.nats());
            builder.environment().put("BRIDGE_STREAM", job.stream());
            builder.environment().put("BRIDGE_DURABLE", job.durable());
            builder.environment().put("BRIDGE_URL", job.url());
            builder.environment().put("BRIDGE_CONCURRENCY", Integer.toString(job.concurrency()));
            return builder;
        }
    };

    abstract ProcessBuilder command(Job job, Path folder) throws IOException;

    /** Whether a case says anything of it that is not known beforehand. */
    boolean takesPart(Case what) {
        return true;
    }

    /** All, or those of {@code -Dbench.engines=eventbus,bare}. */
    static List<Engine> chosen() {
        List<String> names = List.of(
                System.getProperty("bench.engines", "").toUpperCase(Locale.ROOT).split(","));
        return Arrays.stream(values())
                .filter(engine -> names.equals(List.of("")) || names.contains(engine.name()))
                .toList();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Begins at once; the folder is for its configuration and what it prints. */
    RunningProcess start(Job job) throws IOException {
        Path folder = Files.createTempDirectory("bench-" + name());
        return RunningProcess.start(command(job, folder), folder);
    }
}
