package io.quartermaster.bench;

import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** A tenant with all that guards a customer's calls switched on: prices, strict budgets and limits, none of which it reaches. */
record BenchTenant(AdminApi admin, String slug, String key) {

    private static final String FAR = "1000000000000000";

    static BenchTenant create(AdminApi admin, String slug) throws IOException, InterruptedException {
        admin.create("/tenants", "{\"slug\":\"" + slug + "\",\"name\":\"Bench\"}");
        String key = admin.create("/tenants/" + slug + "/api-keys", "{\"name\":\"bench\"}")
                .path("key")
                .asString();
        BenchTenant tenant = new BenchTenant(admin, slug, key);
        tenant.budget("month", FAR);
        tenant.budget("total", FAR);
        admin.replace(tenant.path("/limits"), """
                {"limits":[{"scope":"tenant","requests_per_minute":1000000000,"tokens_per_minute":1000000000000}]}""");
        return tenant;
    }

    /** A strict budget of the whole tenant; its id. */
    String budget(String window, String micros) throws IOException, InterruptedException {
        return admin.create(path("/budgets"), """
                {"scope":"tenant","window":"%s","limit_micros":%s,"mode":"strict"}""".formatted(window, micros))
                .path("id")
                .asString();
    }

    /** A model with a price, at a provider of its own; its id. */
    String model(String family, String model, URI baseUrl, String... fallbacks)
            throws IOException, InterruptedException {
        String provider = admin.create(path("/providers"), """
                {"family":"%s","name":"%s","base_url":"%s","api_key":"sk-bench-only"}""".formatted(family, model, baseUrl))
                .path("id")
                .asString();
        String after = fallbacks.length == 0 ? "" : "\"" + String.join("\",\"", fallbacks) + "\"";
        return admin.create(path("/models"), """
                {"family":"%s","model":"%s","model_type":"llm","provider_id":"%s","fallbacks":[%s],
                 "prices":{"input":"2.5","output":"10"}}""".formatted(family, model, provider, after))
                .path("id")
                .asString();
    }

    /** What running calls have reserved and not settled, over all budgets. */
    long reservedMicros() throws IOException, InterruptedException {
        long sum = 0;
        for (JsonNode budget : admin.read(path("/budgets")).path("data")) {
            sum += budget.path("reserved_micros").asLong();
        }
        return sum;
    }

    String path(String rest) {
        return "/tenants/" + slug + rest;
    }
}
