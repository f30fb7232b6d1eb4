package dev.mgx.repository.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SymbolScannerTest {
    private static String symbols(String path, String text) {
        return SymbolScanner.symbols(text, SourceLanguage.of(path).orElseThrow()).stream()
                .map(each -> "%d %s %s".formatted(each.line(), each.kind(), each.name()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void java() {
        assertThat(symbols("A.java", """
                package shop;
                // class Comment {
                @Deprecated(since = "class Text {")
                public final class Cart<T extends Item> implements Iterable<T> {
                    private final List<T> items = new ArrayList<>(8);
                    private static final Map<String, Integer> COUNTS = count();
                    Cart(int size) {
                        this.size = check(size);
                    }
                    @Override public Iterator<T> iterator() {
                        return items.iterator();
                    }
                    static <K> Map<K, List<T>> grouped(Function<T, K> key)
                            throws IOException {
                        if (key == null) {
                            throw new IllegalStateException("no");
                        } else if (items.isEmpty()) {
                            return of(key);
                        }
                        int total = total(1, 2);
                        Cart cart = new Cart(3);
                        String text = \"""
                            class InText {
                            \""";
                        char quote = '"';
                        return grouped(key);
                    }
                    int total(int a,
                            int b);
                    record Line(String name, int count) {}
                    sealed interface Shape permits Square {}
                    private enum Kind { A, B }
                }
                """)).isEqualTo("""
                4 class Cart
                10 method iterator
                13 method grouped
                28 method total
                30 record Line
                31 interface Shape
                32 enum Kind""");
    }

    @Test
    void python() {
        assertThat(symbols("a.py", """
                import os
                LIMIT = 3
                class Cart(Base):
                    \"""A cart.
                    def in_text(self): pass
                    \"""
                    def total(self, x='def no(): '):
                        return x  # def comment():
                    async def load(self): ...
                @decorator("x")
                def main():
                    def inner(): pass
                """)).isEqualTo("""
                3 class Cart
                7 method total
                9 method load
                11 function main
                12 method inner""");
    }

    @Test
    void javascriptAndTypescript() {
        assertThat(symbols("a.ts", """
                import { x } from './x';
                export interface Item { price: number }
                export type Items = Item[];
                export default class Cart extends Base {
                  private async total(items: Items): Promise<number> {
                    if (items.length) {
                      const inner = 1;
                      for (const each of items) {
                      }
                    }
                    return sum(items, () => {
                    });
                  }
                  static get size() {
                  }
                }
                export const format = (x: number) => `class No {
                  function no() {
                `;
                const LIMIT = 3;
                export async function* walk(tree) {
                }
                exports.old = function () {};
                export enum Kind { A }
                """)).isEqualTo("""
                2 interface Item
                3 type Items
                4 class Cart
                5 method total
                14 method size
                17 function format
                20 constant LIMIT
                21 function walk
                23 function old
                24 enum Kind""");
    }

    @Test
    void go() {
        assertThat(symbols("a.go", """
                package shop
                type Cart struct {
                	items []Item
                }
                func (c *Cart) Total(x int) int { return sum(x) }
                func New[T any](size int) *Cart {
                	var local = 1
                	return &Cart{}
                }
                const Limit = 3
                var s = `
                func no() {
                `
                """)).isEqualTo("""
                2 type Cart
                5 method Total
                6 function New
                10 constant Limit
                11 constant s""");
    }

    @Test
    void rust() {
        assertThat(symbols("a.rs", """
                #[derive(Debug)]
                pub struct Cart<'a> { name: &'a str }
                impl<'a> Cart<'a> {
                    pub(crate) async fn total(&self, quote: char) -> u32 {
                        if quote == '"' { fn_call(1) } else { 2 }
                    }
                    fn other() {}
                }
                pub trait Priced { fn price(&self) -> u32; }
                enum Kind { A }
                mod tests;
                macro_rules! sum { () => {} }
                """)).isEqualTo("""
                2 struct Cart
                4 method total
                7 method other
                9 trait Priced
                10 enum Kind
                11 module tests
                12 macro sum""");
    }

    @Test
    void cAndCpp() {
        assertThat(symbols("a.cpp", """
                #include <stdio.h>
                #define LIMIT 3
                struct point {
                    int x;
                };
                struct point origin;
                static const char *name_of(struct point *p, int n)
                {
                    printf("%d", n);
                    int r = compute(n);
                    return compute(r);
                }
                int compute(int n);
                template <typename T>
                class Cart : public Base {
                    void add(T item) {
                    }
                };
                double Cart::total() const {
                    std::sort(a, b);
                    for (int i = 0; i < 3; i++) {}
                }
                namespace shop {
                enum class Kind : int { A };
                """)).isEqualTo("""
                2 macro LIMIT
                3 struct point
                7 function name_of
                13 function compute
                15 class Cart
                16 method add
                19 function total
                23 namespace shop
                24 enum Kind""");
    }

    @Test
    void rubyPhpAndOthers() {
        assertThat(symbols(
                        "a.rb",
                        "module Shop\n  class Cart\n    def self.build(x)\n    end\n    def empty?\n    # def no\n"))
                .isEqualTo("1 module Shop\n2 class Cart\n3 method build\n5 method empty?");
        assertThat(symbols(
                        "a.php",
                        "<?php\nabstract class Cart {\n    public static function total(int $x) {\n# function no()\n"))
                .isEqualTo("2 class Cart\n3 method total");
        assertThat(
                        symbols(
                                "a.kt",
                                "data class Item(val price: Int)\nfun <T> List<T>.second(): T = this[1]\nobject Shop {\n    fun open() {\nenum class Kind { A }\n"))
                .isEqualTo("1 class Item\n2 function second\n3 object Shop\n4 method open\n5 class Kind");
        assertThat(
                        symbols(
                                "a.sql",
                                "CREATE TABLE IF NOT EXISTS orders (\nselect * from table_x;\ncreate or replace view open_orders as\n"))
                .isEqualTo("1 table orders\n3 view open_orders");
        assertThat(symbols("a.sh", "build() {\n  echo \"test() {\"\n}\nfunction deploy {\nif true; then\n"))
                .isEqualTo("1 function build\n4 function deploy");
    }

    @Test
    void whatIsNeverClosedIsTakenForCode() {
        assertThat(symbols("a.js", "const x = /`/;\nfunction one() {}\n/* open\nfunction two() {}\n"))
                .isEqualTo("1 constant x\n2 function one\n4 function two");
    }
}
