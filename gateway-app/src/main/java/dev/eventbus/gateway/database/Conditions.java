package dev.eventbus.gateway.database;

import java.util.ArrayList;
import java.util.List;

/** Conditions of a query all of which must hold, with their parameters in order. For one thread. */
public final class Conditions {
    private final List<String> terms = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param term with a question mark for each value */
    public Conditions add(String term, Object... values) {
        terms.add(term);
        parameters.addAll(List.of(values));
        return this;
    }

    public String sql() {
        return String.join(" and ", terms);
    }

    /** The conditions' own parameters, and those of the query behind them. */
    public List<Object> parametersAnd(Object... further) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(further));
        return all;
    }
}
