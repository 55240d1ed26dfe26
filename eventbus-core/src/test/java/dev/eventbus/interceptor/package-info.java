@NullMarked
package dev.eventbus.interceptor;

import org.jspecify.annotations.NullMarked;
