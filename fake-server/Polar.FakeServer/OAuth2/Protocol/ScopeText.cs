using System.Collections.Frozen;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>Scopes in OAuth2's form: words with spaces between them.</summary>
internal static class ScopeText
{
    public const string OpenId = "openid";
    public const string Email = "email";

    /// <summary>What clients may ask for, in Polar's order: all but what only Polar's own may.</summary>
    public static string Public { get; } = string.Join(' ', Functional.Contracts.Scope.KnownValues.Select(scope => scope.Value).Where(TokenScopes.OfOrganizations.Contains));

    /// <summary>The words, in their order.</summary>
    public static string[] Words(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether a word is among them.</summary>
    public static bool Has(string? text, string scope) => Words(text).Contains(scope);

    /// <summary>Whether all words are scopes that Polar knows.</summary>
    public static bool IsKnown(string text) => Words(text).All(TokenScopes.OfUsers.Contains);

    /// <summary>The words of the first that are among those of the second too.</summary>
    public static string Common(string text, string allowed) => string.Join(' ', Words(text).Where(Words(allowed).Contains));

    /// <summary>Whether all words of the first are among those of the second.</summary>
    public static bool IsWithin(string text, string allowed) => Words(text).All(Words(allowed).Contains);

    public static FrozenSet<string> ToSet(string text) => Words(text).ToFrozenSet();
}
