package dev.eventbus.gateway.realtime;

/** One subscription of one client. Compared by identity: what is to be removed is what was added. */
final class Interest {
    private final Client client;
    private final String ref;
    private final Wanted wanted;
    private final Since since;

    /** @param ref what the client calls it, as JSON */
    Interest(Client client, String ref, Wanted wanted, Since since) {
        this.client = client;
        this.ref = ref;
        this.wanted = wanted;
        this.since = since;
    }

    Client client() {
        return client;
    }

    String ref() {
        return ref;
    }

    Wanted wanted() {
        return wanted;
    }

    Since since() {
        return since;
    }
}
