/** The kinds of value, and what equal and ordered mean for them. */
@NullMarked
package io.spacecloud.api.value;

import org.jspecify.annotations.NullMarked;
