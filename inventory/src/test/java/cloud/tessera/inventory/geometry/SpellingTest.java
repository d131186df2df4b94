package cloud.tessera.inventory.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> MODELS =
            List.of("amd-mi300x-192gb", "nvidia-a100-80gb", "nvidia-h100-80gb", "nvidia-t4-16gb");

    @Test
    void a_part_of_a_name_is_near_to_it() {
        assertThat(Spelling.nearest("h100", MODELS, 1)).containsExactly("nvidia-h100-80gb");
        assertThat(Spelling.nearest("MI300X", MODELS, 1)).containsExactly("amd-mi300x-192gb");
    }

    @Test
    void a_name_with_a_wrong_letter_is_near_to_the_right_one() {
        assertThat(Spelling.nearest("nvidia-h100-80bg", MODELS, 2))
                .containsExactly("nvidia-h100-80gb", "nvidia-a100-80gb");
    }

    @Test
    void what_has_nothing_in_common_is_not_named() {
        assertThat(Spelling.nearest("zzz", MODELS, 3)).isEmpty();
        assertThat(Spelling.nearest("", MODELS, 3)).isEmpty();
    }
}
