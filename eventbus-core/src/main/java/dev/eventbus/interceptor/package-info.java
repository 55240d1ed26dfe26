/**
 * Ready-made interceptors, one class each. Metrics needs Micrometer on the class path and tracing OpenTelemetry's API;
 * neither is needed by who uses neither.
 */
@NullMarked
package dev.eventbus.interceptor;

import org.jspecify.annotations.NullMarked;
