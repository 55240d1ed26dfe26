/** What a notification says: templates of untrusted authors over untrusted data. */
@NullMarked
package dev.eventbus.notifications.template;

import org.jspecify.annotations.NullMarked;
