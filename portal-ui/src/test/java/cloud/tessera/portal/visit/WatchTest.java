package cloud.tessera.portal.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchTest {
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_fault_is_tried_again_until_the_platform_stops() {
        var stopping = new AtomicBoolean();
        var reads = new AtomicInteger();
        var watch = new Watch<String>(
                new UI(),
                Duration.ofMillis(1),
                () -> {
                    stopping.set(reads.incrementAndGet() == 2);
                    throw new IllegalStateException("closed");
                },
                shown -> {},
                stopping::get);
        watch.follow("first");
        assertThat(reads).hasValue(2);
    }
}
