package io.quartermaster.model;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** An exact price as it was written: {@code 2.50} stays {@code 2.50}. Never negative. */
public record Price(String value) {

    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,12})?");

    public Price {
        if (!DECIMAL.matcher(value).matches()) {
            throw new IllegalArgumentException("A price is a decimal that is not negative");
        }
    }

    public BigDecimal amount() {
        return new BigDecimal(value);
    }
}
