package dev.mgx.workspace;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names that make a tool run something, or send something away, when a person merely enters, opens or looks at the
 * folder they are in: {@code git status} runs what {@code .git/config} names, an editor runs {@code .vscode/tasks.json}
 * when it opens the folder. No project needs them, so they are neither taken from a model or a client nor delivered.
 *
 * <p>What acts only when a person builds, tests, lints or runs the project on purpose is no worse than its program and
 * is allowed: {@code pom.xml}, {@code Makefile}, {@code .mvn}, {@code .cargo}, {@code .bazelrc}, {@code conftest.py},
 * {@code .eslintrc.js}, {@code .husky}, {@code .pre-commit-config.yaml}, {@code .github}, {@code .env}. So is what runs
 * nothing: {@code .gitignore}, {@code .gitattributes}, {@code .gitmodules}, {@code .editorconfig}, {@code .nvmrc}.
 */
final class TrapName {
    /**
     * Who obeys these names, then the names: of a file or folder at any depth; with a slash, of one in a folder of
     * that name; after a star, the end of a name. In the form of {@link SafePath#folded}.
     */
    private static final Map<String, String> OBEYED_BY = read("""
            version control, with every command and in many prompts
              .git .hg .svn .bzr .jj .sl .pijul _darcs .fslckout _fossil_
            an editor that opens the folder
              .vscode *.code-workspace .vs *.suo .idea .fleet .zed .theia .helix .devcontainer .devcontainer.json
              .vim .vimrc _vimrc .gvimrc _gvimrc .exrc _exrc .lvimrc .localvimrc .local.vimrc .ycm_extra_conf.py
              .nvim .nvimrc .nvim.lua .lazy.lua .kakrc .kateproject .externaltoolbuilders
              .dir-locals.el .dir-locals-2.el .emacs .emacs.d .emacs.desktop .spacemacs
            a coding assistant that is started in the folder
              .cursor .windsurf .claude .mcp.json .gemini .codex .kiro .continue .roo .trae .junie .opencode
              .aider.conf.yml
            a shell that enters the folder
              .envrc .direnv .shadowenv.d .autoenv .autoenv.zsh .autoenv_leave.zsh .venv venv pyvenv.cfg
              .mise .mise.toml .mise.local.toml mise.toml mise.local.toml .config/mise mise/config.toml .rtx.toml
              .tool-versions
            a shell or a program whose home is the folder, as in a container
              .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin
              .zlogout .kshrc .mkshrc .cshrc .tcshrc .login .logout .inputrc .xprofile .xinitrc .xsession .xsessionrc
              .pam_environment .ssh .gitconfig .config/fish .config/git .config/autostart
            a debugger or an interpreter that is started in the folder
              .gdbinit .lldbinit .pdbrc .perldb .irbrc .pryrc .iex.exs .ghci .ocamlinit .rprofile .renviron .rdata
              .octaverc ipython_config.py profile_default
            a package manager, even if it only lists packages
              .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnpmfile.mjs pnpmfile.js .bundle
            a file manager that shows the folder
              desktop.ini autorun.inf folder.htt *.lnk *.url *.scf *.library-ms *.searchconnector-ms .directory *.desktop
            """);

    /** A folder with this file can be a bare repository of git, whose {@code config} git obeys. */
    private static final String BARE_REPOSITORY = "head";

    /**
     * The second name that Windows gives to a name of another form, such as {@code GIT~1} to {@code .git}.
     *
     * @see <a href="https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file">Naming files, short names</a>
     */
    private static final Pattern SHORT_NAME = Pattern.compile("[^.]{1,6}~[0-9]{1,6}(\\.[^.]{0,3})?");

    private TrapName() {}

    /** Why this path has such a name; empty if it has none. */
    static Optional<String> in(String path) {
        String[] given = path.split("[/\\\\]", -1);
        List<String> names = Arrays.stream(given).map(SafePath::folded).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (SHORT_NAME.matcher(name).matches()) {
                return Optional.of("\"%s\" is another name of some other file on Windows".formatted(given[i]));
            }
            Optional<String> reader = i == names.size() - 1 && name.equals(BARE_REPOSITORY)
                    ? Optional.of("git, in a folder that looks like a repository,")
                    : obeyedBy(name, i == 0 ? "" : names.get(i - 1));
            if (reader.isPresent()) {
                return Optional.of("\"%s\" is obeyed by %s, and may run a command unasked; the project must do without"
                        .formatted(given[i], reader.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> obeyedBy(String name, String folder) {
        String reader = OBEYED_BY.get(name);
        if (reader == null) {
            reader = OBEYED_BY.get(folder + "/" + name);
        }
        int dot = name.lastIndexOf('.');
        return Optional.ofNullable(reader == null && dot >= 0 ? OBEYED_BY.get("*" + name.substring(dot)) : reader);
    }

    private static Map<String, String> read(String table) {
        Map<String, String> readers = new LinkedHashMap<>();
        String[] reader = {""};
        table.lines().forEach(line -> {
            if (line.startsWith(" ")) {
                Arrays.stream(line.strip().split(" +", -1)).forEach(name -> readers.put(name, reader[0]));
            } else {
                reader[0] = line;
            }
        });
        return Map.copyOf(readers);
    }
}
