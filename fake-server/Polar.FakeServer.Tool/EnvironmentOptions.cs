using System.CommandLine;
using System.CommandLine.Parsing;

namespace Polar.FakeServer.Tool;

/// <summary>Options that are not given, from the environment: <c>--rate-limits</c> from <c>POLAR_FAKE_RATE_LIMITS</c>.</summary>
internal static class EnvironmentOptions
{
    private const string Prefix = "POLAR_FAKE_";

    /// <summary>Adds what the environment has for the command that was called.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">What was given.</param>
    /// <param name="parsed">What was read from it.</param>
    /// <param name="environment">The variables.</param>
    /// <returns>What is read from both, and the variable that makes no sense, if there is one.</returns>
    public static (ParseResult Parsed, string? Wrong) Add(
        RootCommand root, IReadOnlyList<string> arguments, ParseResult parsed, Func<string, string?> environment)
    {
        // Who only asks for help is not to hear what is wrong with a variable.
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            return (parsed, null);
        }

        var all = arguments.ToList();
        foreach (var option in parsed.CommandResult.Command.Options)
        {
            if (parsed.GetResult(option) is { Implicit: false }
                || VariableOf(option) is not { } variable
                || environment(variable) is not { Length: > 0 } value)
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

    private static string? VariableOf(Option option) => option.Name is "--help" or "--version"
        ? null
        : Prefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
}
