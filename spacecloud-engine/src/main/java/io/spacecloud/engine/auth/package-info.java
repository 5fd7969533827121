/** Tokens: verified, issued, cached. */
@NullMarked
package io.spacecloud.engine.auth;

import org.jspecify.annotations.NullMarked;
