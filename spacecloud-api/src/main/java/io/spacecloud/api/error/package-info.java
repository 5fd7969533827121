/** One unchecked root with a subtype for each remedy. */
@NullMarked
package io.spacecloud.api.error;

import org.jspecify.annotations.NullMarked;
