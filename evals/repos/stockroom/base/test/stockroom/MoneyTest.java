package stockroom;

final class MoneyTest {
    void isReadAndWritten() {
        Check.equal("5.00", Money.parse("5").toString());
        Check.equal("5.20", Money.parse("5.2").toString());
        Check.equal("0.05", Money.parse("0.05").toString());
    }

    void otherWordsAreRefused() {
        Check.refused("'-1' is no amount; write it as in 2.40", () -> Money.parse("-1"));
        Check.refused("'1,5' is no amount; write it as in 2.40", () -> Money.parse("1,5"));
        Check.refused("'1.234' is no amount; write it as in 2.40", () -> Money.parse("1.234"));
    }

    void isMultiplied() {
        Check.equal(new Money(720), Money.parse("2.40").times(3));
    }
}
