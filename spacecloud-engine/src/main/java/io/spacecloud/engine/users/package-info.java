/** Users who sign up and in by e-mail; reached by {@code SpaceCloud.users}. */
@NullMarked
package io.spacecloud.engine.users;

import org.jspecify.annotations.NullMarked;
