package cloud.tessera.quota.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CardEquivalentsTest {
    @Test
    void fractions_of_every_count_of_slots_that_is_sold_are_exact() {
        for (long slots : new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 1000}) {
            assertThat(CardEquivalents.fraction(1, slots, slots)).isEqualTo(CardEquivalents.cards(1));
            assertThat(CardEquivalents.fraction(slots, slots, 3)).isEqualTo(CardEquivalents.cards(3));
        }
    }

    @Test
    void a_fraction_that_is_not_exact_is_refused_rather_than_rounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> CardEquivalents.fraction(1, 11, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> CardEquivalents.fraction(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> CardEquivalents.fraction(-1, 8, 1));
        assertThatThrownBy(() -> CardEquivalents.cards(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void its_text_is_a_mixed_fraction() {
        assertThat(CardEquivalents.NONE.text()).isEqualTo("0 cards");
        assertThat(CardEquivalents.cards(1).text()).isEqualTo("1 card");
        assertThat(CardEquivalents.cards(16).text()).isEqualTo("16 cards");
        assertThat(CardEquivalents.fraction(1, 8, 1).text()).isEqualTo("1/8 card");
        assertThat(CardEquivalents.fraction(1, 8, 11).text()).isEqualTo("1 3/8 cards");
        assertThat(CardEquivalents.fraction(250, 1000, 1).text()).isEqualTo("1/4 card");
        assertThat(CardEquivalents.fraction(333, 1000, 1).text()).isEqualTo("333/1000 card");
    }

    @Test
    void what_is_left_is_never_less_than_nothing() {
        assertThat(CardEquivalents.cards(2).less(CardEquivalents.cards(3))).isEqualTo(CardEquivalents.NONE);
        assertThat(CardEquivalents.cards(3).less(CardEquivalents.cards(2))).isEqualTo(CardEquivalents.cards(1));
    }
}
