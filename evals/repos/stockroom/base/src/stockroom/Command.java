package stockroom;

import java.time.LocalDate;
import java.util.Optional;

/** What a line asks for. */
sealed interface Command {
    record Day(LocalDate day) implements Command {}

    record AddItem(Item item) implements Command {}

    record Receive(Sku sku, int quantity, String place, Money cost, Optional<LocalDate> expires) implements Command {}

    record Ship(Sku sku, int quantity, String place, Optional<String> order) implements Command {}

    record Transfer(Sku sku, int quantity, String from, String to) implements Command {}

    record Reserve(String order, Sku sku, int quantity, String place) implements Command {}

    record Release(String order) implements Command {}

    record ShowStock() implements Command {}

    record ShowValue() implements Command {}

    record ShowReorder() implements Command {}

    record ShowExpiring(LocalDate until) implements Command {}

    record ShowHistory(Sku sku) implements Command {}

    record Export() implements Command {}
}
