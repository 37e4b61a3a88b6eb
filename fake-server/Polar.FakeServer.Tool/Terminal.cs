using Spectre.Console;

namespace Polar.FakeServer.Tool;

/// <summary>Where the tool writes: what was asked for, and what went wrong.</summary>
/// <param name="Output">Styled where it is a terminal, plain text where it is redirected.</param>
/// <param name="Error">Plain lines.</param>
internal sealed record Terminal(IAnsiConsole Output, TextWriter Error)
{
    // Lines are left whole, so that what is to be pasted has no break in it; a narrow terminal wraps them itself.
    private const int Width = 1000;

    /// <summary>Whether a person looks at it.</summary>
    public bool IsWatched => Output.Profile.Out.IsTerminal;

    /// <summary>Opens an address in the person's browser; false where there is none.</summary>
    public Func<string, bool> Browse { get; init; } = static _ => false;

    /// <summary>The process's own streams.</summary>
    /// <returns>The terminal.</returns>
    public static Terminal Standard() => new(Unwrapped(AnsiConsole.Console), Console.Error) { Browse = Browser.Open };

    /// <summary>Writes a line to the error stream; where that cannot be written either, nobody is left to be told.</summary>
    /// <param name="message">The line.</param>
    public void Complain(string message)
    {
        try
        {
            Error.WriteLine($"polar-fake: {message}");
        }
        catch (IOException)
        {
            // The exit code says it.
        }
    }

    /// <summary>Writes one line as it stands.</summary>
    /// <param name="line">The line.</param>
    public void Write(string line)
    {
        Output.Profile.Out.Writer.WriteLine(line);
        Output.Profile.Out.Writer.Flush();
    }

    /// <summary>Plain text, for tests.</summary>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>The terminal.</returns>
    public static Terminal Plain(TextWriter output, TextWriter error) => new(
        Unwrapped(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        })),
        error);

    private static IAnsiConsole Unwrapped(IAnsiConsole console)
    {
        console.Profile.Width = Width;
        return console;
    }
}
