/** What is known about people: address, language, time zone, quiet hours, preferences. */
@NullMarked
package dev.eventbus.notifications.profile;

import org.jspecify.annotations.NullMarked;
