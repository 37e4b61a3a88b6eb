using System.Globalization;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>A call to the fake itself, and what it may work on.</summary>
internal sealed record ControlCall(ControlServices Services, HttpRequest Request, IReadOnlyDictionary<string, string> Values)
{
    public Engine Engine => Services.Engine;

    public FakeIdentity Identity => Services.Identity;

    /// <summary>The object that was sent; it may have these members and no others, unless any may come.</summary>
    public Task<ControlInput> ReadAsync(params string[] names) => ControlInput.ReadAsync(Request, names);

    /// <summary>The same where nothing needs to be sent; null where nothing was.</summary>
    public Task<ControlInput?> ReadOptionalAsync(params string[] names) => ControlInput.ReadOptionalAsync(Request, names);

    /// <summary>The query, which may have these parameters and no others, each once.</summary>
    public IReadOnlyDictionary<string, string> Query(params string[] names)
    {
        var given = QueryText.Parse(Request.QueryString.Value);
        if (given.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new WrongInputException($"There is no parameter '{unknown}'; there {(names.Length == 0 ? "are none" : $"are {string.Join(", ", names)}")}.");
        }

        return given.FirstOrDefault(entry => entry.Value.Count > 1) is { Key: { } repeated }
            ? throw new WrongInputException($"'{repeated}' is given more than once.")
            : given.ToDictionary(entry => entry.Key, entry => entry.Value[0]);
    }

    /// <summary>A whole number of a query, from 1 up.</summary>
    public static int Number(IReadOnlyDictionary<string, string> query, string name, int byDefault, int most) =>
        !query.TryGetValue(name, out var text) ? byDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw new WrongInputException($"'{name}' is not a whole number from 1 to {most}.");

    /// <summary>A sentence for who asked for what is not there.</summary>
    public static Reply NotFound(string sentence) => Reply.Of(new Failure(404, "NotFound", sentence));
}
