/** Live queries: a read that is kept up to date. */
@NullMarked
package io.spacecloud.api.live;

import org.jspecify.annotations.NullMarked;
