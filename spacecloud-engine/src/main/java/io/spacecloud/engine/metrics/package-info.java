/** Metrics and traces of requests, for applications that have Micrometer. */
@NullMarked
package io.spacecloud.engine.metrics;

import org.jspecify.annotations.NullMarked;
