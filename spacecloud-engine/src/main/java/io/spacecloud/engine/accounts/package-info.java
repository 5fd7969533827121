/** How user management works: e-mail addresses, passwords, attempts and refresh tokens. */
@NullMarked
package io.spacecloud.engine.accounts;

import org.jspecify.annotations.NullMarked;
