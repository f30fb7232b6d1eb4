package stockroom;

final class MovedBatchesTest {
    void whatWasReceivedFirstGoesOutFirst() {
        Check.equal("TEA    Green tea  30.00\ntotal             30.00\n", Session.output(
                "day 2024-01-10", "item TEA \"Green tea\"", "receive TEA 10 main 2.00", "day 2024-03-01", "receive TEA 10 shop 3.00",
                "day 2024-03-02", "transfer TEA 10 main shop", "ship TEA 10 shop", "value"));
    }

    void theExportHasTheDayItCame() {
        Check.equal("sku,name,place,received,expires,quantity,unit cost\nTEA,Tea,main,2024-01-10,2025-01-01,6,2.00\n"
                + "TEA,Tea,shop,2024-01-10,2025-01-01,4,2.00\n", Session.output(
                "day 2024-01-10", "item TEA Tea", "receive TEA 10 main 2.00 expires 2025-01-01", "day 2024-03-02",
                "transfer TEA 4 main shop", "export"));
    }

    void severalBatchesKeepTheirDays() {
        Check.equal("sku,name,place,received,expires,quantity,unit cost\nTEA,Tea,main,2024-01-20,,3,4.00\n"
                + "TEA,Tea,shop,2024-01-10,,5,2.00\nTEA,Tea,shop,2024-01-20,,2,4.00\n", Session.output(
                "day 2024-01-10", "item TEA Tea", "receive TEA 5 main 2.00", "day 2024-01-20", "receive TEA 5 main 4.00",
                "day 2024-03-02", "transfer TEA 7 main shop", "export"));
    }

    void thereAndBackAgain() {
        Check.equal("TEA    Tea  12.00\ntotal       12.00\n", Session.output(
                "day 2024-01-10", "item TEA Tea", "receive TEA 5 main 2.00", "day 2024-01-20", "receive TEA 3 main 4.00",
                "day 2024-02-01", "transfer TEA 5 main shop", "day 2024-02-02", "transfer TEA 5 shop main", "ship TEA 5 main", "value"));
    }

    void theHistoryHasTheDayItMoved() {
        Check.equal("2024-01-10  received     5  to main\n2024-02-01  transferred  2  from main to shop\n", Session.output(
                "day 2024-01-10", "item TEA Tea", "receive TEA 5 main 2.00", "day 2024-02-01", "transfer TEA 2 main shop", "history TEA"));
    }
}
