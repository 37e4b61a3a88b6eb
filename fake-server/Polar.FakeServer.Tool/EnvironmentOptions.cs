using System.CommandLine;
using System.CommandLine.Parsing;

namespace Polar.FakeServer.Tool;

/// <summary>Options that are not given, from the environment: <c>--rate-limits</c> from <c>POLAR_FAKE_RATE_LIMITS</c>.</summary>
internal static class EnvironmentOptions
{
    private const string Prefix = "POLAR_FAKE_";

    // A name that is further from all known ones is more likely meant for something else.
    private const int MostMisspelt = 5;

    /// <summary>Adds what the environment has for the command that was called.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="parsed">What was read from it.</param>
    /// <param name="environment">The variables.</param>
    /// <returns>What is read from both, and the variable that makes no sense, if there is one.</returns>
    public static (ParseResult Parsed, string? Wrong) Add(
        RootCommand root, IReadOnlyList<string> arguments, ParseResult parsed, IReadOnlyDictionary<string, string> environment)
    {
        // Who only asks for help is not to hear what is wrong with a variable.
        if (IsForHelp(arguments))
        {
            return (parsed, null);
        }

        var all = arguments.ToList();
        foreach (var option in parsed.CommandResult.Command.Options)
        {
            if (parsed.GetResult(option) is { Implicit: false }
                || VariableOf(option) is not { } variable
                || environment.GetValueOrDefault(variable) is not { Length: > 0 } value)
            {
                continue;
            }

            all.AddRange(option.ValueType == typeof(bool) ? [$"{option.Name}={value}"] : [option.Name, value]);
            parsed = root.Parse(all);
            if (parsed.Errors.Count > 0)
            {
                return (parsed, variable);
            }
        }

        return (parsed, null);
    }

    /// <summary>Finds variables that look as if they were meant for an option, but are none of any command's: they would do nothing, and nobody would see why.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="environment">The variables.</param>
    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> Unknown(RootCommand root, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var given = IsForHelp(arguments)
            ? []
            : environment.Where(entry => entry.Value.Length > 0 && entry.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Key).ToList();
        if (given.Count == 0)
        {
            yield break;
        }

        var known = Below(root).SelectMany(command => command.Options).Select(VariableOf).OfType<string>().ToHashSet(NameComparer);
        foreach (var name in given.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal))
        {
            var (nearest, distance) = known.Select(other => (other, Distance(name.ToUpperInvariant(), other))).MinBy(candidate => (candidate.Item2, candidate.other));
            yield return distance <= MostMisspelt
                ? $"The variable {name} is not known and does nothing; did you mean {nearest}?"
                : $"The variable {name} is not known and does nothing; the name nearest to it is {nearest}, and polar-fake serve --help has the others.";
        }
    }

    /// <summary>The process's own variables.</summary>
    /// <returns>They, by name.</returns>
    public static Dictionary<string, string> OfProcess()
    {
        var variables = new Dictionary<string, string>(NameComparer);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = entry.Value as string ?? "";
        }

        return variables;
    }

    /// <summary>Whether names of variables that differ in case are the same one is for the platform to say.</summary>
    private static StringComparer NameComparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static bool IsForHelp(IReadOnlyList<string> arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?");

    private static IEnumerable<Command> Below(Command command) => [command, .. command.Subcommands.SelectMany(Below)];

    private static string? VariableOf(Option option) => option.Name is "--help" or "--version"
        ? null
        : Prefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>How many letters must be put in, left out, changed or exchanged with the next one to get from one word to the other.</summary>
    private static int Distance(string from, string to)
    {
        var beforeLast = new int[to.Length + 1];
        var last = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var row = new int[to.Length + 1];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[to.Length];
    }
}
