/** The one way from a request to a backend. */
@NullMarked
package io.spacecloud.engine.dispatch;

import org.jspecify.annotations.NullMarked;
