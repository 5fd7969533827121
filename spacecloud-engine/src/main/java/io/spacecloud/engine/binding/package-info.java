/** Requests brought to the names and kinds of a collection. */
@NullMarked
package io.spacecloud.engine.binding;

import org.jspecify.annotations.NullMarked;
