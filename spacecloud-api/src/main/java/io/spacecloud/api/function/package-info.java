/** Functions: what callers ask of them, and what serves them sees. */
@NullMarked
package io.spacecloud.api.function;

import org.jspecify.annotations.NullMarked;
