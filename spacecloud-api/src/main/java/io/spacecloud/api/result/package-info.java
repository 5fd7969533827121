/** What requests return. */
@NullMarked
package io.spacecloud.api.result;

import org.jspecify.annotations.NullMarked;
