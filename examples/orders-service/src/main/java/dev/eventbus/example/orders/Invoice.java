package dev.eventbus.example.orders;

/** The payload of {@code invoice.created}. */
record Invoice(String orderId, long amount) {}
