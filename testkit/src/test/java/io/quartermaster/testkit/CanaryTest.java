package io.quartermaster.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    private final Canary key = Canary.withPrefix("provider key", "sk-");

    @Test
    void secretIsFoundAndNotRepeated() {
        assertThatThrownBy(() -> key.assertAbsent("the log", "calling with " + key.value() + "!"))
                .hasMessage("the provider key occurs in full in the log");
        assertThat(key.toString()).doesNotContain(key.value().substring(3));
    }

    @Test
    void lastFourCharactersMayBeShown() {
        key.assertAbsent(
                "the answer", "sk-…" + key.value().substring(key.value().length() - 4));
    }

    @Test
    void maskedEndDoesNotHideTheRest() {
        String masked = key.value().substring(0, key.value().length() - 4) + "****";

        assertThatThrownBy(() -> key.assertAbsent("the log", masked)).hasMessageContaining("but for its end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "Bearer ", "user:"})
    void secretIsFoundInBase64WhateverStandsBefore(String before) {
        String encoded = Base64.getEncoder().encodeToString((before + key.value() + ";more").getBytes(UTF_8));

        assertThatThrownBy(() -> key.assertAbsent("the log", encoded)).hasMessageContaining("in Base64");
    }

    @Test
    void secretIsFoundInHexadecimal() {
        String dump = HexFormat.of().withUpperCase().formatHex(key.value().getBytes(UTF_8));

        assertThatThrownBy(() -> key.assertAbsent("the dump", dump)).hasMessageContaining("hexadecimal");
    }

    @Test
    void filesOfAFolderAreSearchedAsBytes(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("clean.log"), new byte[] {(byte) 0xff, 0, 7});
        key.assertAbsent(folder);

        Path heap = Files.createDirectories(folder.resolve("sub")).resolve("heap.bin");
        Files.writeString(heap, "\u0000\u0001" + key.value());

        assertThatThrownBy(() -> key.assertAbsent(folder)).hasMessageContaining(heap.toString());
    }
}
