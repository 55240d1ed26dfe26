package dev.eventbus.gateway.channels.pull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Random;

/** Makes what pulls share. {@link RunChannels} starts and stops them. */
@ApplicationScoped
class Wiring {
    @Produces
    @Singleton
    Tools tools(Fetch fetch, Progress progress, Intake intake) {
        return new Tools(fetch, progress, intake, new Waits(new Random()));
    }
}
