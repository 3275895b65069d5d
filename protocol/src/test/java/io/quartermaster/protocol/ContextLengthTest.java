package io.quartermaster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextLengthTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prompt is too long: 208310 tokens > 200000 maximum                                | true
            Input is too long for requested model.                                            | true
            too many tokens: total number of tokens in the prompt cannot exceed 4081          | true
            The input token count (2) exceeds the maximum number of tokens allowed (1)        | true
            Too many tokens, please wait before trying again.                                 | false
            This model's maximum number of output tokens is 8192                              | false
            """)
    void whatIsTooLongIsToldFromWhatIsTooOften(String error, boolean exceeded) {
        assertThat(ContextLength.isExceeded(error)).isEqualTo(exceeded);
    }
}
