using System.Reflection;

namespace Polar.FakeServer.Pages;

/// <summary>The countries of the world by their English names, for lists to choose from.</summary>
internal static class Countries
{
    private static readonly Lazy<IReadOnlyList<(string Code, string Name)>> s_all = new(Read);

    /// <summary>Codes of two letters and names, in the order of the names.</summary>
    public static IReadOnlyList<(string Code, string Name)> All => s_all.Value;

    private static List<(string Code, string Name)> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Polar.FakeServer.Pages.Assets.countries.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line[..2], line[3..]))];
    }
}
