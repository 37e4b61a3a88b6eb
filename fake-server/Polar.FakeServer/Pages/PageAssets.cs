using System.Collections.Frozen;
using System.Reflection;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages;

/// <summary>Style sheet, scripts and icon, which are part of the assembly.</summary>
internal static class PageAssets
{
    /// <summary>What their paths begin with.</summary>
    public const string Root = "/assets/";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        ["pages.css"] = "text/css; charset=utf-8",
        ["inspector.css"] = "text/css; charset=utf-8",
        ["inspector.js"] = "text/javascript; charset=utf-8",
        ["portal.css"] = "text/css; charset=utf-8",
        ["checkout.js"] = "text/javascript; charset=utf-8",
        ["embed.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>Where a page finds one of them.</summary>
    public static string Address(string name) => Root + name;

    /// <summary>The asset at a path; null where there is none.</summary>
    public static Reply? At(string path)
    {
        if (!s_types.TryGetValue(path[Root.Length..], out var type))
        {
            return null;
        }

        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Polar.FakeServer.Pages.Assets.{path[Root.Length..]}")
            ?? throw new InvalidOperationException($"{path} is not part of the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Reply(200, content, type, ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"));
    }
}
