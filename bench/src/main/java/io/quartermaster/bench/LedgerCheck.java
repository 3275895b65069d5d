package io.quartermaster.bench;

import io.quartermaster.bench.NumberedClient.End;
import io.quartermaster.bench.NumberedClient.Seen;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.databind.JsonNode;

/** Compares the ledger with what the upstream and the clients know, call by call. */
final class LedgerCheck {

    private static final int RESERVED_TOKENS_OF_INPUT = 700; // more than a token for each three octets of the body
    private static final int OCTETS_OF_A_FRAME = 5;
    private static final int CLIENTS_AT_A_KILL = 3 * 64;

    private record Event(
            String tenant, String requestId, String outcome, boolean estimated, long input, long output, long cost) {

        boolean settled() {
            return outcome.equals("completed") && !estimated;
        }
    }

    private final RunningServer server;
    private final RecordingMock mock;
    private final AtomicReferenceArray<Seen> seen;
    private final List<BenchTenant> tenants;
    private final List<String> report = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    LedgerCheck(RunningServer server, RecordingMock mock, AtomicReferenceArray<Seen> seen, List<BenchTenant> tenants) {
        this.server = server;
        this.mock = mock;
        this.seen = seen;
        this.tenants = tenants;
    }

    boolean holds() {
        return broken.isEmpty();
    }

    List<String> report() {
        return report;
    }

    void run() throws SQLException, IOException, InterruptedException {
        List<Event> events = events();
        clients();
        settled(events);
        interrupted(events);
        complete(events);
        money(events);
        report.add("");
        report.add(
                broken.isEmpty()
                        ? "**Everything holds.**"
                        : "**" + broken.size() + " differences**, the first of them:");
        broken.stream().limit(20).forEach(difference -> report.add("- " + difference));
    }

    private void clients() {
        Map<End, Integer> ends = new EnumMap<>(End.class);
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < seen.length(); i++) {
            ends.merge(seen.get(i).end(), 1, Integer::sum);
            statuses.merge(seen.get(i).status(), 1, Integer::sum);
        }
        report.add("- The clients saw: " + ends + "; statuses (0: none came) " + statuses + ".");
    }

    /** A settled event has the tokens of exactly one call, which the upstream answered whole, and no call has two. */
    private void settled(List<Event> events) {
        Map<Integer, Event> byCall = new HashMap<>();
        long ledger = 0;
        long upstream = 0;
        for (Event event : events) {
            if (!event.settled()) {
                continue;
            }
            NumberedCall call = NumberedCall.of(event.input, event.output);
            ledger += event.input + event.output;
            if (byCall.put(call.number(), event) != null) {
                broken.add("call " + call.number() + " is settled twice");
            }
            if (mock.answered(call) == 0) {
                broken.add("call " + call.number() + " is settled, and the upstream never answered it whole");
            } else {
                upstream += call.inputTokens() + call.outputTokens();
            }
        }
        int whole = 0;
        for (int i = 0; i < seen.length(); i++) {
            if (seen.get(i).end() == End.WHOLE) {
                whole++;
                Event event = byCall.get(i);
                if (event == null) {
                    broken.add("call " + i + " was answered whole and is not settled in the ledger");
                } else if (!event.requestId.equals(seen.get(i).requestId())) {
                    broken.add("call " + i + " is in the ledger under another request");
                }
            }
        }
        report.add("- " + byCall.size() + " settled events with " + ledger
                + " tokens; the upstream's own record of the same calls: " + upstream + " tokens. " + whole
                + " answers reached their clients whole, each is settled once.");
    }

    /** delivered ≤ charged ≤ reserved, for every event that is not settled. */
    private void interrupted(List<Event> events) {
        Map<String, Seen> byRequest = new HashMap<>();
        for (int i = 0; i < seen.length(); i++) {
            if (!seen.get(i).requestId().isEmpty()) {
                byRequest.put(seen.get(i).requestId(), seen.get(i));
            }
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Event event : events) {
            if (event.settled()) {
                continue;
            }
            outcomes.merge(event.outcome + (event.estimated ? ", estimated" : ""), 1, Integer::sum);
            if (event.output > NumberedCall.MAX_TOKENS || event.input > RESERVED_TOKENS_OF_INPUT) {
                broken.add("an event " + event.outcome + " has " + event.input + " + " + event.output
                        + " tokens, more than was reserved");
            }
            Seen client = byRequest.get(event.requestId);
            if (client != null && event.output < (long) client.frames() * OCTETS_OF_A_FRAME / 4) {
                broken.add("an event " + event.outcome + " has " + event.output + " output tokens, and its client got "
                        + client.frames() + " frames");
            }
        }
        report.add("- Other events, each within what was delivered and what was reserved: " + outcomes + ".");
    }

    /** Every call that reached the upstream is in the ledger, once. */
    private void complete(List<Event> events) {
        Set<String> requests = new HashSet<>();
        events.stream()
                .filter(event -> !requests.add(event.requestId))
                .forEach(event -> broken.add("request " + event.requestId + " is in the ledger twice"));
        int asked = 0;
        for (int i = 0; i < seen.length(); i++) {
            asked += mock.asked(new NumberedCall(i)) > 0 ? 1 : 0;
        }
        report.add("- " + asked + " calls reached the upstream, the ledger has " + events.size()
                + " events (a call that was killed before it reached the upstream may have one).");
        if (events.size() < asked || events.size() > asked + CLIENTS_AT_A_KILL) {
            broken.add(asked + " calls reached the upstream, and the ledger has " + events.size() + " events");
        }
    }

    private void money(List<Event> events) throws IOException, InterruptedException {
        for (BenchTenant tenant : tenants) {
            String id =
                    server.admin().read("/tenants/" + tenant.slug()).path("id").asString();
            long ledger = events.stream()
                    .filter(event -> event.tenant.equals(id))
                    .mapToLong(Event::cost)
                    .sum();
            for (JsonNode budget : server.admin().read(tenant.path("/budgets")).path("data")) {
                long spent = budget.path("spent_micros").asLong();
                long reserved = budget.path("reserved_micros").asLong();
                long limit = budget.path("limit_micros").asLong();
                String name = "budget of " + tenant.slug() + " a "
                        + budget.path("window").asString();
                report.add("- " + name + ": limit " + limit + ", spent " + spent + ", in the ledger " + ledger
                        + ", reserved " + reserved + ".");
                if (spent != ledger) {
                    broken.add(name + " says " + spent + " are spent, the ledger " + ledger);
                }
                if (reserved != 0) {
                    broken.add(name + " still has " + reserved + " reserved");
                }
                if (spent > limit) {
                    broken.add(name + " is exceeded");
                }
            }
        }
    }

    private List<Event> events() throws SQLException {
        List<Event> events = new ArrayList<>();
        try (Connection database = server.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select tenant_id::text, request_id, outcome, estimated, coalesce(input_tokens, 0), coalesce(output_tokens, 0),"
                                + " coalesce(cost_micros, 0) from usage_events")) {
            while (rows.next()) {
                events.add(new Event(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getBoolean(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7)));
            }
        }
        return events;
    }
}
