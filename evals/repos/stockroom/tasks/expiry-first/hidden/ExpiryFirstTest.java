package stockroom;

import java.util.Arrays;

final class ExpiryFirstTest {
    private static final String[] START = {
        "day 2024-01-01", "item MILK Milk", "receive MILK 3 shop 1.00", "receive MILK 3 shop 2.00 expires 2024-03-31",
        "day 2024-01-02", "receive MILK 3 shop 3.00 expires 2024-02-29", "receive MILK 3 shop 4.00", "receive MILK 3 shop 5.00 expires 2024-03-31"
    };

    void whatExpiresFirstGoesOutFirst() {
        Check.equal("1.00 3, 2.00 3, 4.00 3, 5.00 3", left("ship MILK 3 shop"));
        Check.equal("1.00 3, 2.00 1, 4.00 3, 5.00 3", left("ship MILK 5 shop"));
    }

    void ofTheSameDayWhatWasReceivedFirst() {
        Check.equal("1.00 3, 4.00 3, 5.00 3", left("ship MILK 6 shop"));
        Check.equal("1.00 3, 4.00 3, 5.00 1", left("ship MILK 8 shop"));
    }

    void whatNeverExpiresGoesOutLast() {
        Check.equal("1.00 3, 4.00 3", left("ship MILK 9 shop"));
        Check.equal("4.00 2", left("ship MILK 13 shop"));
    }

    void whatHasExpiredIsPassedOver() {
        Check.equal("1.00 3, 3.00 3, 4.00 3, 5.00 2", left("day 2024-03-01", "ship MILK 4 shop"));
    }

    void onItsLastDayItHasNotExpired() {
        Check.equal("1.00 3, 2.00 3, 4.00 3, 5.00 3", left("day 2024-02-29", "ship MILK 3 shop"));
    }

    void whatIsLeftMayBeTooLittle() {
        Session session = Session.of(lines("day 2024-04-01", "ship MILK 7 shop", "stock", "ship MILK 6 shop", "stock"));
        Check.equal("line 10: of MILK only 6 have not expired in shop\n", session.err());
        Check.equal("MILK  shop  15  0  15\nMILK  shop  9  0  9\n", session.out());
    }

    void whatIsAvailableIsCheckedFirst() {
        Session session = Session.of(lines("day 2024-04-01", "ship MILK 16 shop", "reserve A1 MILK 15 shop", "ship MILK 1 shop", "ship MILK 7 shop order A1"));
        Check.equal("line 10: of MILK only 15 are available in shop\nline 12: of MILK only 0 are available in shop\n"
                + "line 13: of MILK only 6 have not expired in shop\n", session.err());
    }

    void whatHasExpiredCanBeMoved() {
        Check.equal("MILK  bin   4  0  4\nMILK  shop  5  0  5\n", Session.output(lines(
                "day 2024-03-01", "transfer MILK 4 shop bin", "ship MILK 6 shop", "stock")));
        Session session = Session.of(lines("day 2024-03-01", "transfer MILK 3 shop bin", "ship MILK 1 bin"));
        Check.equal("line 11: of MILK only 0 have not expired in bin\n", session.err());
    }

    /** The batches by their cost. */
    private static String left(String... lines) {
        String[] all = Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = "export";
        return String.join(", ", Session.output(lines(all)).lines().skip(1).map(line -> line.split(",")).map(cells -> cells[6] + " " + cells[5]).sorted().toList());
    }

    private static String[] lines(String... lines) {
        String[] all = Arrays.copyOf(START, START.length + lines.length);
        System.arraycopy(lines, 0, all, START.length, lines.length);
        return all;
    }
}
