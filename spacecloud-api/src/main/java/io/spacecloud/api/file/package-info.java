/** Files, as callers name them and see them. */
@NullMarked
package io.spacecloud.api.file;

import org.jspecify.annotations.NullMarked;
