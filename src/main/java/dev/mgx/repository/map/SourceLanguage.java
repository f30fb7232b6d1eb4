package dev.mgx.repository.map;

import dev.mgx.workspace.FileKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has to be known of a language to see what a file defines: how comments and strings look, and the words before names.
 *
 * @param family languages that refer to each other
 * @param comments what begins a comment up to the end of the line
 * @param traits of {@link Trait}
 * @param keywords the kind of a symbol by the word before its name
 */
record SourceLanguage(String family, Set<String> comments, Set<Trait> traits, Map<String, String> keywords) {
    enum Trait {
        /** Comments between slashes and stars. */
        BLOCKS,
        /** Texts between three quotes. */
        TRIPLE,
        /** Texts between backticks, over several lines. */
        BACKTICKS,
        /** A letter between apostrophes, which also stand for something else. */
        LETTERS,
        /** Functions without a word before them: a type, a name and a bracket. */
        TYPED,
        /** Methods without a word before them: a name, a bracket, and a brace at the end of the line. */
        METHODS,
        /** Words are written in small or in capital letters. */
        ANY_CASE
    }

    /** Each line: language, family, comments, traits, then words, with the kind where it is another word. */
    private static final Map<String, SourceLanguage> ALL = read("""
            java        jvm     //      BLOCKS,TRIPLE,LETTERS,TYPED     class interface enum record
            kotlin      jvm     //      BLOCKS,TRIPLE,LETTERS           class interface object fun:function val:constant var:constant
            scala       jvm     //      BLOCKS,TRIPLE,LETTERS           class object trait def:function val:constant
            groovy      jvm     //      BLOCKS,TRIPLE,TYPED             class interface enum trait def:function
            csharp      dotnet  //      BLOCKS,LETTERS,TYPED            class interface enum record struct
            python      python  #       TRIPLE                          class def:function
            javascript  web     //      BLOCKS,BACKTICKS,METHODS        class function const:constant let:constant var:constant
            typescript  web     //      BLOCKS,BACKTICKS,METHODS        class interface enum type namespace function const:constant let:constant
            vue         web     //      BLOCKS,BACKTICKS,METHODS        class function const:constant
            svelte      web     //      BLOCKS,BACKTICKS,METHODS        class function const:constant
            go          go      //      BLOCKS,BACKTICKS,LETTERS        type func:function const:constant var:constant
            rust        rust    //      BLOCKS,LETTERS                  struct enum trait union mod:module type fn:function macro_rules!:macro const:constant static:constant
            c           c       //      BLOCKS,LETTERS,TYPED            struct enum union #define:macro
            cpp         c       //      BLOCKS,LETTERS,TYPED            class struct enum union namespace #define:macro
            objectivec  c       //      BLOCKS,LETTERS,TYPED            @interface:class @protocol:interface struct enum #define:macro
            swift       swift   //      BLOCKS,TRIPLE                   class struct enum protocol extension actor func:function
            dart        dart    //      BLOCKS,TRIPLE,TYPED             class enum mixin extension
            php         php     //,#    BLOCKS                          class interface trait enum function const:constant
            ruby        ruby    #       -                               class module def:function
            perl        perl    #       -                               package sub:function
            lua         lua     --      -                               function
            elixir      beam    #       TRIPLE                          defmodule:module def:function defp:function defmacro:macro
            shell       shell   #       METHODS                         function
            sql         sql     --      BLOCKS,ANY_CASE                 table view function procedure index trigger
            """);

    static Optional<SourceLanguage> of(String path) {
        return Optional.ofNullable(ALL.get(FileKind.of(path).language()));
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    private static Map<String, SourceLanguage> read(String table) {
        Map<String, SourceLanguage> all = new HashMap<>();
        table.lines().map(line -> line.split(" +", -1)).forEach(words -> {
            Map<String, String> keywords = new HashMap<>();
            for (String each : Arrays.asList(words).subList(4, words.length)) {
                int colon = each.indexOf(':');
                keywords.put(colon < 0 ? each : each.substring(0, colon), each.substring(colon + 1));
            }
            Set<Trait> traits = Set.of(Arrays.stream(words[3].split(",", -1))
                    .filter(each -> !each.equals("-"))
                    .map(Trait::valueOf)
                    .toArray(Trait[]::new));
            all.put(
                    words[0],
                    new SourceLanguage(words[1], Set.of(words[2].split(",", -1)), traits, Map.copyOf(keywords)));
        });
        return Map.copyOf(all);
    }
}
