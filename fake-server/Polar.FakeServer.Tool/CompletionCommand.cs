using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake completion bash</c>: what has a shell complete the tool's commands and options.</summary>
internal static class CompletionCommand
{
    // Each asks the tool itself, with the line up to the cursor and without its first word; so a script fits every version.
    private static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            # polar-fake: put  source <(polar-fake completion bash)  into ~/.bashrc
            _polar_fake() {
                local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
                line="${line#"${COMP_WORDS[0]}"}"
                line="${line# }"
                COMPREPLY=($(compgen -W "$(polar-fake "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _polar_fake polar-fake
            """,
        ["zsh"] = """
            # polar-fake: put  source <(polar-fake completion zsh)  into ~/.zshrc, behind compinit
            _polar_fake() {
                local line="${(j: :)words[2,CURRENT]}"
                local -a suggestions
                suggestions=("${(@f)$(polar-fake "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -- ${suggestions:#}
            }
            compdef _polar_fake polar-fake
            """,
        ["pwsh"] = """
            # polar-fake: put  polar-fake completion pwsh | Out-String | Invoke-Expression  into $PROFILE
            Register-ArgumentCompleter -Native -CommandName polar-fake -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $line = ($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" }) -join ' '
                if ($wordToComplete -eq '' -and $line -ne '') { $line = "$line " }
                polar-fake "[suggest:$($line.Length)]" "$line" | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
        ["fish"] = """
            # polar-fake: polar-fake completion fish > ~/.config/fish/completions/polar-fake.fish
            function __polar_fake_complete
                set -l line (commandline -cp | string replace -r '^\s*\S+\s?' '')
                polar-fake "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c polar-fake -f -a '(__polar_fake_complete)'
            """,
    };

    /// <summary>Whether a command line is a question of such a script.</summary>
    /// <param name="arguments">The words after the tool's name.</param>
    /// <returns>True where it is.</returns>
    public static bool IsQuestion(IReadOnlyList<string> arguments) => arguments is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("completion", "Print a script that has a shell complete commands and options. Example: polar-fake completion bash");
        var shell = new Argument<string>("shell")
        {
            Description = $"The shell: {string.Join(", ", s_scripts.Keys)}.",
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (!s_scripts.ContainsKey(text))
                {
                    result.AddError($"There is no script for \"{text}\"; there are {string.Join(", ", s_scripts.Keys)}.");
                }

                return text;
            },
        };
        shell.CompletionSources.Add([.. s_scripts.Keys]);
        command.Add(shell);
        command.SetAction(parsed =>
        {
            terminal.Write(s_scripts[parsed.GetValue(shell)!]);
            return ExitCode.Success;
        });
        return command;
    }
}
