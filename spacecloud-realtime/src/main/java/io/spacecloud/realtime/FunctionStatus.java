package io.spacecloud.realtime;

import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.error.BackendException.Reason;
import io.spacecloud.api.error.FunctionException;
import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.SpaceCloudException;
import org.jspecify.annotations.Nullable;

/** How a call ended, as a reply says it. */
enum FunctionStatus {
  /** With a result. */
  OK("ok", null, ""),
  /** The function said why not. */
  REFUSED("refused", null, ""),
  /** There is no such function. */
  UNKNOWN("unknown", null, "no such function"),
  /** It was not begun, since there were too many. */
  BUSY("busy", Reason.EXHAUSTED, "too many calls at once"),
  /** It took too long. */
  LATE("late", Reason.TIMEOUT, "the function did not reply in time"),
  /** Whoever served it stopped. */
  STOPPED("stopped", Reason.DOWN, "whoever served the function stopped"),
  /** Something went wrong that the caller is told no more of. */
  FAILED("failed", Reason.FAILED, "the function failed");

  private final String key;
  private final @Nullable Reason reason;
  private final String text;

  FunctionStatus(String key, @Nullable Reason reason, String text) {
    this.key = key;
    this.reason = reason;
    this.text = text;
  }

  String key() {
    return key;
  }

  static FunctionStatus of(Throwable failure) {
    if (failure instanceof FunctionException) {
      return REFUSED;
    } else if (failure instanceof NotFoundException) {
      return UNKNOWN;
    } else if (failure instanceof BackendException e) {
      return switch (e.reason()) {
        case EXHAUSTED -> BUSY;
        case TIMEOUT -> LATE;
        case DOWN -> STOPPED;
        case UNSERVED, FAILED -> FAILED;
      };
    }
    return FAILED;
  }

  /** The status of that key; a failure if there is none. */
  static FunctionStatus ofKey(String key) {
    for (FunctionStatus status : values()) {
      if (status.key.equals(key)) {
        return status;
      }
    }
    return FAILED;
  }

  /** What a reply says of it in words. */
  String error(Throwable failure) {
    return this == REFUSED ? String.valueOf(failure.getMessage()) : text;
  }

  /** What the caller gets to know. */
  SpaceCloudException exception(String error) {
    if (this == REFUSED) {
      return new FunctionException(error);
    } else if (this == UNKNOWN) {
      return new NotFoundException(text);
    }
    return new BackendException(reason == null ? Reason.FAILED : reason, text, null);
  }
}
