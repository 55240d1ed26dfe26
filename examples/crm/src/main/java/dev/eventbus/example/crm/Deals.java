package dev.eventbus.example.crm;

import java.io.IOException;
import java.util.Map;

/** What the CRM does, and what it tells the platform of it. */
final class Deals {
    private final Gateway gateway;

    Deals(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Publishes the event, and a line for the channel {@code deals}: whoever shows that, chat or other. */
    String close(String dealId, String amount, String currency) throws IOException, InterruptedException {
        String eventId = gateway.publish(
                "crm.deal.closed",
                "deal-closed-" + dealId,
                Map.of("dealId", dealId, "amount", amount, "currency", currency));
        gateway.publish(
                "platform.notification",
                "deal-closed-note-" + dealId,
                Map.of(
                        "channel", "deals",
                        "message", "Deal " + dealId + " closed for " + amount + " " + currency + "!",
                        "sender", "crm-bot"));
        return eventId;
    }

    String createProduct(String productId, String name) throws IOException, InterruptedException {
        return gateway.publish(
                "crm.product.created", "product-created-" + productId, Map.of("productId", productId, "name", name));
    }
}
