package dev.eventbus;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Describes what a handler threw, for somebody who was not there; never more than {@value #MOST} characters. */
final class Causes {
    private static final int MOST = 4_000;

    private Causes() {}

    static String describe(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= MOST
                ? text.toString()
                : text.getBuffer().substring(0, MOST) + "…";
    }
}
