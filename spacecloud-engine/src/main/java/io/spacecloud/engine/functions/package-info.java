/** Functions that the application registers: called in process, or over a bus. */
@NullMarked
package io.spacecloud.engine.functions;

import org.jspecify.annotations.NullMarked;
