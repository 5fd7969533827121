/** Files: what callers do with them, and how they are kept in a directory. */
@NullMarked
package io.spacecloud.engine.files;

import org.jspecify.annotations.NullMarked;
