package dev.mgx.workspace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The kind of a file, determined by its name. Every file has one.
 *
 * @param mimeType such as {@code text/x-java}; {@code text/plain} if unknown
 * @param language as editors name it, such as {@code java}; {@code text} if unknown
 */
public record FileKind(String mimeType, String language) {
    private static final FileKind UNKNOWN = new FileKind("text/plain", "text");

    /** By extension, or by "/" and the whole file name. Each line: MIME type, language, then extensions and names. */
    private static final Map<String, FileKind> KINDS = read("""
            text/x-java              java        java jsh
            text/x-kotlin            kotlin      kt kts
            text/x-scala             scala       scala sc
            text/x-groovy            groovy      groovy gradle
            text/x-clojure           clojure     clj cljs cljc edn
            text/x-python            python      py pyi pyw
            text/javascript          javascript  js mjs cjs jsx
            text/typescript          typescript  ts mts cts tsx
            text/html                html        html htm xhtml
            text/x-vue               vue         vue
            text/x-svelte            svelte      svelte
            text/css                 css         css
            text/x-scss              scss        scss
            text/x-sass              sass        sass
            text/x-less              less        less
            text/x-go                go          go
            text/x-rust              rust        rs
            text/x-c                 c           c h
            text/x-c++               cpp         cpp cc cxx hpp hh hxx
            text/x-csharp            csharp      cs
            text/x-fsharp            fsharp      fs fsi fsx
            text/x-vb                vb          vb
            text/x-objectivec        objectivec  m mm
            text/x-swift             swift       swift
            text/x-dart              dart        dart
            text/x-ruby              ruby        rb rake gemspec /gemfile /rakefile
            text/x-php               php         php
            text/x-perl              perl        pl pm
            text/x-lua               lua         lua
            text/x-r                 r           r
            text/x-julia             julia       jl
            text/x-haskell           haskell     hs
            text/x-ocaml             ocaml       ml mli
            text/x-elixir            elixir      ex exs
            text/x-erlang            erlang      erl hrl
            text/x-zig               zig         zig
            text/x-shellscript       shell       sh bash zsh
            text/x-powershell        powershell  ps1 psm1
            text/x-bat               batch       bat cmd
            application/sql          sql         sql
            application/graphql      graphql     graphql gql
            text/x-protobuf          protobuf    proto
            text/x-terraform         hcl         tf hcl
            text/x-makefile          makefile    /makefile /gnumakefile mk
            text/x-cmake             cmake       cmake /cmakelists.txt
            text/x-dockerfile        dockerfile  dockerfile /dockerfile /containerfile
            application/json         json        json webmanifest map
            application/jsonl        json        jsonl ndjson
            application/yaml         yaml        yaml yml
            application/toml         toml        toml
            application/xml          xml         xml xsd xsl xslt pom
            image/svg+xml            xml         svg
            text/x-ini               ini         ini cfg conf editorconfig gitconfig
            text/x-properties        properties  properties env
            text/markdown            markdown    md markdown mdx
            text/x-rst               rst         rst
            text/x-tex               latex       tex
            text/csv                 csv         csv
            text/tab-separated-values tsv        tsv
            text/x-diff              diff        diff patch
            text/plain               text        txt text log
            image/png                binary      png
            image/jpeg               binary      jpg jpeg
            image/gif                binary      gif
            image/webp               binary      webp
            image/x-icon             binary      ico
            font/woff2               binary      woff2
            application/pdf          binary      pdf
            application/zip          binary      zip jar whl
            application/gzip         binary      gz tgz
            """);

    /** The kind of the file at {@code path}, by its whole name or else by its extension. */
    public static FileKind of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        FileKind named = KINDS.get("/" + name);
        int dot = name.lastIndexOf('.');
        return named != null || dot < 0
                ? Objects.requireNonNullElse(named, UNKNOWN)
                : KINDS.getOrDefault(name.substring(dot + 1), UNKNOWN);
    }

    private static Map<String, FileKind> read(String table) {
        Map<String, FileKind> kinds = new HashMap<>();
        table.lines().map(line -> line.split(" +", -1)).forEach(words -> {
            FileKind kind = new FileKind(words[0], words[1]);
            Arrays.stream(words).skip(2).forEach(name -> kinds.put(name, kind));
        });
        return Map.copyOf(kinds);
    }
}
