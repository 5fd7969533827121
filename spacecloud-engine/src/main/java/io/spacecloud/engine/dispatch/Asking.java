package io.spacecloud.engine.dispatch;

import io.spacecloud.api.rule.Access;
import io.spacecloud.api.rule.Question;

/** What a caller asks for that touches no rows, before it is judged. */
sealed interface Asking permits FileAccess, FunctionCall {
  Access access();

  /** The question to the rules, on behalf of the scope's caller. */
  Question question(Scope scope);
}
