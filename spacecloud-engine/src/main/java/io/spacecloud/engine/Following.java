package io.spacecloud.engine;

import io.spacecloud.api.request.Read;
import io.spacecloud.api.spi.LiveSource;
import io.spacecloud.api.spi.LiveView;
import org.jspecify.annotations.Nullable;

/** A read that a session follows, judged by the rules and keys of the time. Thread-safe. */
final class Following implements LiveSource {
  private final SpaceCloud cloud;
  private final Session session;
  private final Read read;
  private volatile @Nullable Project judgedBy;

  Following(SpaceCloud cloud, Session session, Read read) {
    this.cloud = cloud;
    this.session = session;
    this.read = read;
  }

  @Override
  public LiveView judge() {
    Project project = cloud.project();
    judgedBy = project; // before it judges: who reloads meanwhile makes it stale
    return session.follow(project, read);
  }

  @Override
  public boolean isStale() {
    return !cloud.isInForce(judgedBy) || session.isOver();
  }
}
