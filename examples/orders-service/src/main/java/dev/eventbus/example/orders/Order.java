package dev.eventbus.example.orders;

/**
 * What somebody ordered; also the payload of {@code order.placed}.
 *
 * @param id made by the customer's client, so that it can ask again without ordering twice
 * @param total in cents
 */
record Order(String id, String customer, long total) {
    Order {
        if (id == null || !id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("id must be 1 to 64 of A-Z, a-z, 0-9, _ and -, was " + id);
        }
        if (customer == null || customer.isBlank()) {
            throw new IllegalArgumentException("customer must be given, was " + customer);
        }
        if (total < 1) {
            throw new IllegalArgumentException("total must be >= 1, was " + total);
        }
    }
}
