/** A web application around the engine. */
@NullMarked
package io.spacecloud.examples.livetodos;

import org.jspecify.annotations.NullMarked;
