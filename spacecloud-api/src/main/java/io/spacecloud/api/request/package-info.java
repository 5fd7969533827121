/** What a caller can ask for: immutable descriptions of database operations. */
@NullMarked
package io.spacecloud.api.request;

import org.jspecify.annotations.NullMarked;
