package dev.mgx.repository.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CodeMapTest {
    private static final Duration QUICK = Duration.ofSeconds(10);

    /** Contents by path, of which each is introduced by a line of its own. */
    private static Map<String, String> project(String text) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : text.split("(?m)^==== ", -1)) {
            int line = file.indexOf('\n');
            if (line > 0) {
                files.put(file.substring(0, line), file.substring(line + 1));
            }
        }
        return files;
    }

    private static final Map<String, String> SHOP = project("""
            ==== package.json
            {"name": "shop", "scripts": {"test": "node --test"}}
            ==== README.md
            # Shop
            Orders, carts, invoices, discounts, shipping and mail for the checkout.
            ==== CHANGELOG.md
            - the cart rounds its total; discounts in percent; invoices as PDF; retry of mail; login with a password
            ==== src/server.js
            const { checkout } = require('./checkout');
            const { login } = require('./auth/session');
            function start(port) { return listen(port, [checkout, login]); }
            function parseQuery(url) { return url; }
            module.exports = { start, parseQuery };
            ==== src/checkout.js
            const { Cart } = require('./cart');
            const { applyDiscount } = require('./pricing/discount');
            const { sendMail } = require('./mail');
            function checkout(order) { return sendMail(applyDiscount(new Cart(order).total())); }
            module.exports = { checkout };
            ==== src/cart.js
            /** What a customer wants to buy. */
            class Cart {
              constructor(items) { this.items = items; }
              add(item) {
                this.items.push(item);
              }
              total() {
                return this.items.reduce((sum, item) => sum + item.price * item.quantity, 0);
              }
              isEmpty() {
                return this.items.length === 0;
              }
            }
            module.exports = { Cart };
            ==== src/pricing/discount.js
            const RATES = { student: 10 };
            function applyDiscount(total, percent) { return total - total * percent / 100; }
            module.exports = { applyDiscount };
            ==== src/pricing/tax.js
            function addTax(net, rate) { return net * (1 + rate); }
            module.exports = { addTax };
            ==== src/mail.js
            function sendMail(to, text) { return retry(() => deliver(to, text)); }
            function retry(action) { return action(); }
            module.exports = { sendMail };
            ==== src/auth/session.js
            const { hashPassword } = require('./password');
            function login(user, password) { return hashPassword(password) === user.hash; }
            function logout(session) { session.end(); }
            module.exports = { login, logout };
            ==== src/auth/password.js
            function hashPassword(text) { return scrypt(text, 'salt'); }
            module.exports = { hashPassword };
            ==== src/invoice/pdf.js
            function renderInvoice(order) { return '%PDF' + order.id; }
            module.exports = { renderInvoice };
            ==== test/cart.test.js
            const { Cart } = require('../src/cart');
            test('the total of an empty cart is zero', () => assert.equal(new Cart([]).total(), 0));
            ==== test/discount.test.js
            const { applyDiscount } = require('../src/pricing/discount');
            test('ten percent', () => assert.equal(applyDiscount(100, 10), 90));
            ==== dist/shop.min.js
            class Cart{total(){return 0}}function applyDiscount(){}function sendMail(){}function hashPassword(){}
            ==== node_modules/cart/cart.js
            class Cart { total() { return 'cart cart cart total total quantity' } }
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The total of a cart ignores the quantity of its items | src/cart.js",
                "Emptying: Cart.isEmpty is wrong when items were removed | src/cart.js",
                "A discount of 0 percent must leave the total as it is | src/pricing/discount.js",
                "Students get 15 percent: change RATES | src/pricing/discount.js",
                "Value added tax is rounded wrongly | src/pricing/tax.js",
                "Retrying mails three times when delivery fails | src/mail.js",
                "Use a salt of its own for each hashed password | src/auth/password.js",
                "Logging out does not end the session | src/auth/session.js",
                "The invoice PDF should show the order's id | src/invoice/pdf.js",
                "parseQuery must decode the url | src/server.js",
                "Fix src/checkout.js so that it does not crash | src/checkout.js",
                "Say in README.md how to start it | README.md",
                "`npm test` should also run the linter, see package.json | package.json",
                "Add a case to discount.test.js for half a percent | test/discount.test.js"
            })
    void theFileThatARequirementIsAboutComesFirst(String requirement, String path) {
        assertThat(CodeMap.of(SHOP).ranked(requirement)).startsWith(path).hasSameSizeAs(SHOP.keySet());
    }

    @Test
    void whatToolsAndOthersWroteComesAfterTheCode() {
        List<String> ranked = CodeMap.of(SHOP).ranked("The total of a cart ignores the quantity of its items");
        assertThat(ranked.subList(0, 4)).contains("test/cart.test.js", "src/checkout.js", "src/pricing/discount.js");
        assertThat(ranked.indexOf("node_modules/cart/cart.js")).isGreaterThan(4);
        assertThat(ranked.indexOf("dist/shop.min.js")).isGreaterThan(4);
    }

    @Test
    void whatIsReferredToMostComesFirstWhereNoWordSaysAnything() {
        Map<String, String> files = project("""
                ==== a/Alpha.java
                class Alpha { Storage storage; }
                ==== a/Beta.java
                class Beta { Storage storage; }
                ==== z/Storage.java
                class Storage { }
                """);
        assertThat(CodeMap.of(files).ranked("xyzzy")).startsWith("z/Storage.java");
    }

    @Test
    void aFileThatTheFoundOnesUseComesBeforeOthers() {
        Map<String, String> files = project("""
                ==== a.py
                def unrelated(): pass
                ==== report.py
                from helpers import format_money_amount
                def monthly(): return format_money_amount(1)
                ==== zz.py
                def format_money_amount(x): return x
                """);
        assertThat(CodeMap.of(files).ranked("the monthly report is empty"))
                .containsExactly("report.py", "zz.py", "a.py");
    }

    @Test
    void theTextSaysWhatFilesDefineAndReferTo() {
        String text = CodeMap.of(SHOP).fitted("The total of a cart ignores the quantity", 10_000);
        assertThat(text).startsWith("""
                src/cart.js
                  used by test/cart.test.js, src/checkout.js
                  2 class Cart
                  4 method add
                  7 method total
                  10 method isEmpty
                """);
        assertThat(text).contains("""
                src/checkout.js
                  uses src/pricing/discount.js, src/mail.js, src/cart.js
                  used by src/server.js
                  4 function checkout
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 40, 41, 100, 300, 500, 2_000, 100_000})
    void theTextNeverExceedsItsSize(int bytes) {
        Map<String, String> files = new HashMap<>(SHOP);
        files.put("src/größe-\u3042\u3044.js", "class Größe {}\nclass あい {}\n");
        files.put("src/with\nline.js", "");
        String text = CodeMap.of(files).fitted("The Größe of a cart", bytes);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(bytes);
        assertThat(text.contains("more files")).isEqualTo(bytes >= 39 && bytes <= 500);
    }

    @Test
    void theSameFilesInAnotherOrderYieldTheSame() {
        List<String> paths = new ArrayList<>(SHOP.keySet());
        Collections.shuffle(paths, new Random(7));
        Map<String, String> shuffled = new LinkedHashMap<>();
        paths.forEach(path -> shuffled.put(path, SHOP.getOrDefault(path, "")));
        String requirement = "Discounts for the cart";
        assertThat(CodeMap.of(shuffled).fitted(requirement, 900))
                .isEqualTo(CodeMap.of(SHOP).fitted(requirement, 900));
    }

    @Test
    void aProjectWithoutFilesHasAnEmptyMap() {
        assertThat(CodeMap.of(Map.of()).fitted("anything", 1_000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "(",
                "{",
                "\"",
                "'",
                "`",
                "/*",
                "//",
                "\0",
                "a_",
                "aB",
                "class A {",
                "<",
                "@a(",
                "\\",
                "int f(",
                "\"\"\"",
                "def a.",
                "a\n",
                "é",
                "$",
                "a b ",
                "::"
            })
    void hostileFilesAreReadInTimeInProportion(String piece) {
        String content = piece.repeat(200_000 / piece.length());
        Map<String, String> files = new HashMap<>();
        for (String ending : List.of("java", "py", "js", "go", "rs", "c", "rb", "php", "sql", "md")) {
            files.put("hostile." + ending, content);
        }
        long begin = System.nanoTime();
        CodeMap.of(files).fitted("class A is " + piece.repeat(10_000), 1_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK);
    }

    @Test
    void manyFilesThatReferToEachOtherAreMappedQuickly() {
        Map<String, String> files = new HashMap<>();
        for (int each = 0; each < 1_500; each++) {
            StringBuilder text = new StringBuilder("package shop;\n\nclass Part%d {\n".formatted(each));
            for (int line = 0; line < 20; line++) {
                text.append("    int compute%dOf%d(int value) { return new Part%d().compute(value); }\n"
                        .formatted(line, each, (each * 31 + line * 7) % 1_500));
            }
            files.put(
                    "src/part%d/Part%d.java".formatted(each % 50, each),
                    text.append("}\n").toString());
        }
        long begin = System.nanoTime();
        String text = CodeMap.of(files).fitted("compute7Of1234 of Part1234 is wrong", 3_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK);
        assertThat(text).startsWith("src/part34/Part1234.java\n");
    }
}
