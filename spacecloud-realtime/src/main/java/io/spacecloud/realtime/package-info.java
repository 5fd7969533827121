/** Live queries: in one process, and across processes over NATS. */
@NullMarked
package io.spacecloud.realtime;

import org.jspecify.annotations.NullMarked;
